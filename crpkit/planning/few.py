"""Of which groups a plan gives no figure, because too few people of them answered."""

from __future__ import annotations

from crpkit.needs.diagnosis import Diagnosis
from crpkit.needs.tallies import FEW
from crpkit.planning.worth import Wishes


def groups_without_figure(diagnosis: Diagnosis, wishes: Wishes) -> frozenset[str]:
    """Return ids of the groups of which no figure is given.

    Those of which fewer than :data:`crpkit.needs.tallies.FEW` people answered. If that is one alone, its figure could
    be worked out from the others and the figure for all together; so the next smallest has none either.

    Parameters
    ----------
    diagnosis
        The picture of needs.
    wishes
        Of the same picture: says which groups there are.
    """
    people = diagnosis.people[diagnosis.people["scope_kind"] == "group"].set_index("scope")["people"]
    answered = {group: int(people[group]) for group in wishes.groups if group in people.index}
    few = [group for group, many in answered.items() if many < FEW]
    if len(few) == 1 and len(answered) > 1:
        few.append(min((group for group in answered if group not in few), key=answered.__getitem__))
    return frozenset(few)

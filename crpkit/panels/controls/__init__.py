"""The controls that all pages share: accessible, at home in JupyterLab and behind Voilà.

Import them together: ``from crpkit.panels import controls as ui``.
"""

from crpkit.panels.controls.base import Control
from crpkit.panels.controls.boxes import Column, Html, Row
from crpkit.panels.controls.button import Button
from crpkit.panels.controls.choice import Choice
from crpkit.panels.controls.figures import FigureView, figure_html, table_html
from crpkit.panels.controls.files import FilePicker
from crpkit.panels.controls.grid import ButtonGrid
from crpkit.panels.controls.inputs import Input, Refused
from crpkit.panels.controls.numbers import NumberBox, RangeInput
from crpkit.panels.controls.ordering import Ordering, Place
from crpkit.panels.controls.page import Page
from crpkit.panels.controls.progress import Progress
from crpkit.panels.controls.section import Heading, Section
from crpkit.panels.controls.status import Status
from crpkit.panels.controls.steps import Steps, Tabs
from crpkit.panels.controls.text import escape
from crpkit.panels.controls.textbox import TextBox

__all__ = [
    "Button",
    "ButtonGrid",
    "Choice",
    "Column",
    "Control",
    "FigureView",
    "FilePicker",
    "Heading",
    "Html",
    "Input",
    "NumberBox",
    "Ordering",
    "Page",
    "Place",
    "Progress",
    "RangeInput",
    "Refused",
    "Row",
    "Section",
    "Status",
    "Steps",
    "Tabs",
    "TextBox",
    "escape",
    "figure_html",
    "table_html",
]

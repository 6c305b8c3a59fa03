"""The live workshop: phones, the projector's screen and the console, on one protocol (``docs/protocol.md``)."""

"""The facilitator's screen: a thin view over the live session.

Nothing in ``simulator`` knows it; ``startex play``, ``resume`` and ``view`` find it by name when there is a terminal.
"""

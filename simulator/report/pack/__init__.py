"""The documents before the exercise: a scenario in, neutral documents out, which the report's writers write.

    papers    the words and the sheet that all of them share
    phases    the exercise's time in parts that people speak of
    known     a scenario without what only exercise control may know
    ground    the map and the tables of places, the perimeter and channels
    sitman, cards, handouts, chart   for players
    msel, eeg                        for exercise control and evaluators
    compose   all of them by name

Rule: what goes to players is made of :func:`known.for_players`, in which nothing else is left.
"""

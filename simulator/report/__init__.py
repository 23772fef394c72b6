"""Reports and exercise documents: a session or a scenario in, one neutral document out, and writers that know neither.

    material   what a report is made of: the session's folder, read once
    voice      who reads it: names, events and free text as this reader may see them
    overview, analysis, findings, minutes, against, improvement, record   the sections, each a function
    compose    all of them together: the after-action report and improvement plan
    pack       the documents before the exercise, from a scenario
    document   the neutral document: sections, tables, findings, a time line, each with the numbers of its events
    writers    a document as JSON, Markdown, HTML or DOCX

Rule 1: what is said names the events that it rests on.  Rule 2: functions, never persons or contributors.  Rule 3:
what a reader may not see is never put into the document; writers leave nothing out.  Rule 4: a rating is a person's.
"""

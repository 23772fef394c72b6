"""The record room: sessions on disk, so that nothing acknowledged is ever lost.

A session is a folder of its own that can be copied anywhere: the scenario's own copy, the journal, attachments.
The journal is one line a record with checksum, number and chain; see :mod:`simulator.record.lines`.  This room
knows nothing of engines and exercises: what a record means is its writer's matter.
"""

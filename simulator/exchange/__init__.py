"""What other programs read and write: the MSEL as a workbook or as CSV, injects as CAP, the ground as GeoJSON.

The room turns bytes into tables and tables into text of the scenario language, and back.  It reads no
file, runs nothing and knows no session: the command gives it bytes and writes what it gives back.
"""

"""The scenario room: the only reader of YAML and the only definition of the scenario language.

It may import the ground floor (words), the validation library and PyYAML.  It must never know the
blueprint, the engine or anything above them.
"""

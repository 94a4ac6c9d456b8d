"""The scheduling core: arguments in, values out. No framework, no clock, no settings, no database."""

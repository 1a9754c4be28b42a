"""The visual language of the windows: tokens, palette, style sheet, icons."""

"""The secretary's screens: navigation, board, import, packing and collecting, log."""

"""One verb per act; command line and windows share them."""

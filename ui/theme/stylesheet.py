"""The one style sheet of the windows, filled from tokens (look.md §10)."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from ui.theme.tick import arrow_url, tick_url
from ui.theme.tokens import SIZES, TYPES

# Frames, buttons, fields, tabs, menus, tool tips and scroll bars only; delegates paint the rest.
_TEMPLATE = Template("""
QWidget { color: $text1; }
QMainWindow, QDialog, QWidget[pane="window"] { background: $bg0; }
QWidget[pane="card"] { background: $bg1; border: 1px solid $line; border-radius: 8px; }
QWidget[pane="next"] { background: $bg1; border: 1px solid $line; border-left: 4px solid $accent;
  border-radius: 8px; }
QWidget[pane="plain"], QWidget[pane="bar"], QWidget[pane="header"] { background: $bg1; }
QWidget[pane="sunken"] { background: $bg2; }
QWidget[pane="desk"] { background: $desk; }
QWidget[pane="header"] { border-bottom: 1px solid $line; }
QWidget[pane="bar"] { border-bottom: 1px solid $line; }
QWidget[pane="footer"] { background: $bg1; border-top: 1px solid $line; }
QWidget[pane="status"] { background: $bg0; border-top: 1px solid $line; }
QWidget[pane="warn"] { background: $warnSoft; border: 1px solid $warn; border-radius: 8px; }
QWidget[pane="error"] { background: $dangerSoft; border: 1px solid $danger; border-radius: 8px; }
QWidget[pane="ok"] { background: $okSoft; border: 1px solid $ok; border-radius: 8px; }
QFrame[rule="h"] { background: $line; max-height: 1px; min-height: 1px; border: none; }
QFrame[rule="v"] { background: $line; max-width: 1px; min-width: 1px; border: none; }
QLabel { background: transparent; border: none; }
QLabel[tone="second"] { color: $text2; }
QLabel[tone="hint"] { color: $text3; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tag="plain"], QLabel[tag="ok"], QLabel[tag="warn"], QLabel[tag="danger"], QLabel[tag="rehearse"] {
  border-radius: 4px; padding: 1px 6px; }
QLabel[tag="plain"] { background: $bg2; color: $text2; }
QLabel[tag="ok"] { background: $okSoft; color: $ok; }
QLabel[tag="warn"] { background: $warnSoft; color: $warn; }
QLabel[tag="danger"] { background: $dangerSoft; color: $danger; }
QLabel[tag="rehearse"] { background: $rehearseSoft; color: $rehearse; }
QLabel[tag="bar"] { background: $warnSoft; color: $warn; border-bottom: 1px solid $line;
  padding: 4px ${head_edge}px; }
QLabel[tag="edge"] { background: $bg1; border: 1px solid $border; border-radius: 4px; padding: 1px 6px; }
QLabel[tag="key"] { background: $bg1; color: $text2; border: 1px solid $border; border-radius: 3px;
  padding: 0 4px; }
QPushButton { background: $bg1; border: 1px solid $border; border-radius: 6px; padding: 0 15px;
  min-height: ${button_inner}px; }
QPushButton:hover { background: $bg3; }
QPushButton:pressed { background: $bg2; }
QPushButton:disabled { background: $bg2; color: $text3; border: 1px solid $line; }
QPushButton[kind="primary"] { background: $accent; color: $onAccent; border: 1px solid $accent;
  font-weight: 700; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accentHover;
  border: 1px solid $accentHover; }
QPushButton[kind="danger"] { background: $danger; color: $onAccent; border: 1px solid $danger;
  font-weight: 700; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled { background: $bg2; color: $text3;
  border: 1px solid $line; font-weight: 400; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $bg3; }
QPushButton[kind="quiet"]:disabled { color: $text3; background: transparent; border-color: transparent; }
QPushButton::menu-indicator { image: url($down); width: ${small_icon}px; height: ${small_icon}px;
  subcontrol-origin: padding; subcontrol-position: right center; }
QPushButton[kind="warn"] { background: transparent; border: 1px solid transparent; color: $warn;
  padding: 0 4px; }
QPushButton[kind="warn"]:hover { background: $warnSoft; }
QPushButton[kind="choice"]:checked { background: $accentSoft; border: 2px solid $accent; color: $accent;
  font-weight: 700; padding: 0 14px; min-height: ${choice_inner}px; }
QPushButton[kind="outline"] { border: 1px solid $accent; color: $accent; }
QPushButton[kind="outline"]:disabled { border-color: $line; color: $text3; }
QPushButton[kind="vault"] { text-align: left; background: $bg1; border: none; border-radius: 8px;
  min-height: ${vault}px; }
QPushButton[kind="vault"]:hover { background: $bg2; }
QPushButton[kind="vault"]:checked { background: $accentSoft; border-left: 4px solid $accent; }
QPushButton[kind="recent"] { background: transparent; border: none; min-height: ${recent}px; }
QPushButton[kind="recent"]:hover { background: $bg2; }
QToolButton[kind="icon"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  min-width: ${icon}px; min-height: ${icon}px; padding: 0; }
QToolButton[kind="icon"]:hover, QToolButton[kind="field"]:hover { background: $bg3; }
QToolButton[kind="field"] { background: transparent; border: none; border-radius: 4px; }
QToolButton[kind="icon"]:pressed, QToolButton[kind="icon"]:checked { background: $accentSoft; }
QToolButton:disabled { color: $text3; }
QToolButton::menu-indicator { image: none; width: 0; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox { background: $bg1; color: $text1;
  border: 1px solid $border; border-radius: 6px; padding: 1px; selection-background-color: $accent;
  selection-color: $onAccent; placeholder-text-color: $text3; }
QLineEdit, QSpinBox, QComboBox { min-height: ${field_inner}px; padding-left: 9px; padding-right: 9px; }
QComboBox { padding-left: 11px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {
  border: 2px solid $focus; padding: 0; }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { padding-left: 8px; padding-right: 8px; }
QComboBox:focus { padding-left: 10px; }
QLineEdit[state="error"] { border: 2px solid $danger; padding: 0 8px; }
QLineEdit[tool="true"], QComboBox[tool="true"] { min-height: ${tool_inner}px; }
QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled,
QComboBox:disabled { background: $bg2; color: $text2; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: $bg1; border: 1px solid $border;
  selection-background-color: $accentSoft;
  selection-color: $text1; }
QCheckBox, QRadioButton { background: transparent; spacing: 8px; min-height: ${icon}px; }
QRadioButton::indicator, QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: ${dot}px;
  height: ${dot}px; background: $bg1;
  border: 1px solid $border; border-radius: ${round}px; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { border-radius: 4px; }
QRadioButton::indicator:hover, QCheckBox::indicator:hover { background: $bg3; }
QRadioButton::indicator:checked { border: ${ring}px solid $accent; width: ${hole}px; height: ${hole}px; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
  background: $accent;
  border: 1px solid $accent; image: url($tick); }
QCheckBox::indicator:checked:hover { background: $accentHover; }
QCheckBox::indicator:disabled { background: $bg2; border: 1px solid $line; }
QCheckBox::indicator:checked:disabled { image: url($faint_tick); }
QCheckBox:disabled { color: $text3; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $text2; border: none; border-bottom: 3px solid transparent;
  padding: 0 12px; min-height: ${tab}px; }
QTabBar::tab:selected { color: $text1; border-bottom: 3px solid $accent; font-weight: 700; }
QTabBar::tab:hover { background: $bg3; }
QTabBar::scroller { width: ${scroller}px; }
QTabBar QToolButton { background: $bg1; border: none; border-left: 1px solid $line; }
QTabBar QToolButton:hover { background: $bg3; }
QTabBar QToolButton::left-arrow { image: url($left); width: ${small_icon}px; height: ${small_icon}px; }
QTabBar QToolButton::right-arrow { image: url($right); width: ${small_icon}px; height: ${small_icon}px; }
QTabBar QToolButton::left-arrow:disabled, QTabBar QToolButton::right-arrow:disabled { image: none; }
QPushButton, QTabBar { icon-size: ${small_icon}px; }
QMenu { background: $bg1; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 9px; border-left: 3px solid transparent; }
QMenu::item:selected { background: $accentSoft; border-left: 3px solid $accent; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px; }
QToolTip { background: $bg1; color: $text1; border: 1px solid $border; padding: 4px; }
QTableView, QListView, QTreeView { background: $bg1; alternate-background-color: $bg1; border: none;
  gridline-color: $line; selection-background-color: $accentSoft; selection-color: $text1; outline: none; }
QListView::item, QTreeView::item { border-left: 3px solid transparent; }
QListView::item:selected, QTreeView::item:selected { background: $accentSoft; color: $text1;
  border-left: 3px solid $accent; }
QTableView::item:selected { background: $accentSoft; color: $text1; border-bottom: 2px solid $accent; }
QTableView[cells="typed"]::item { padding: 0 ${cell_side}px; }
QListView[ground="window"] { background: $bg0; }
QListView[kind="field"] { border: 1px solid $border; border-radius: 6px; }
QListView[kind="field"]:focus { border: 2px solid $focus; }
QHeaderView { background: $bg2; border: none; }
QHeaderView::section { background: $bg2; color: $text3; border: none; border-bottom: 1px solid $line;
  padding: 0 ${head_side}px; }
QHeaderView[edge="page"]::section:first { padding-left: ${head_edge}px; }
QTableCornerButton::section { background: $bg2; border: none; }
QProgressBar { background: $bg3; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[kind="done"]::chunk { background: $ok; }
QScrollArea { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; min-height: 32px; min-width: 32px;
  margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
""")

_FONTS = Template('QWidget[type="$name"] { font-size: ${points}pt; font-weight: $weight; }\n')


def stylesheet(colours: Mapping[str, str], factor: float) -> str:
    """Return the style sheet for one mode at a size factor (1.0 is 100 %); an application must be there."""
    px = {name: round(size * factor) for name, size in SIZES.items()}
    body = _TEMPLATE.substitute(
        colours,
        button_inner=px["button"] - 2,
        field_inner=px["button"] - 4,
        choice_inner=px["button"] - 4,
        tool_inner=px["tool"] - 4,
        icon=px["tool"] - 2,
        vault=round(71 * factor),
        recent=round(40 * factor),
        dot=2 * round(8 * factor) - 2,
        round=round(8 * factor),
        ring=round(5 * factor),
        hole=2 * round(8 * factor) - 2 * round(5 * factor),
        tab=px["bar"] - 3,
        scroller=2 * round(24 * factor),
        small_icon=round(16 * factor),
        head_side=round(8 * factor),
        head_edge=round(16 * factor),
        cell_side=round(5 * factor),
        left=arrow_url("left", colours["text2"]),
        right=arrow_url("right", colours["text2"]),
        down=arrow_url("down", colours["accent"]),
        tick=tick_url(colours["onAccent"]),
        faint_tick=tick_url(colours["text3"]),
    )
    fonts = "".join(
        _FONTS.substitute(name=name, points=f"{one.points * factor:.2f}", weight=one.weight)
        for name, one in TYPES.items()
    )
    return body + fonts

"""Which pictures are taken, and which window, page, tab, dialog and question each of them shows.

``test_gallery.py`` holds this list against the code: what is new there needs a picture or a reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """What must be on show when the picture is taken: names of classes."""

    shows: tuple[str, ...] = ()


def _of(*shows: str) -> Picture:
    return Picture(shows)


PICTURES: dict[str, Picture] = {
    # the way in
    "e01-first-start": _of("NewVaultScreen"),
    "e02-recovery": _of("RecoveryScreen"),
    "e03-card": _of("CardScreen"),
    "e04-unlock": _of("UnlockScreen"),
    "e05-home-empty": _of("HomeScreen"),
    "e06-code": _of("HomeScreen"),
    "e07-opened": _of("HomeScreen"),
    "e08-recover": _of("RecoverScreen"),
    "e09-fault": _of("FaultDialog"),
    "e10-home-error": _of("HomeScreen"),
    # the round
    "e11-pledge": _of("PledgeScreen"),
    "e12-declare": _of("DeclareScreen"),
    "e13-help": _of("HelpDialog"),
    "e14-score": _of("ScoreScreen"),
    "e15-opinion": _of("ScoreScreen"),
    "e16-versions": _of("VersionsDialog"),
    "e17-basis": _of("BasisDialog"),
    "e18-find": _of("FindDialog"),
    "e19-locked": _of("ScoreScreen"),
    "e20-reopen": _of("ReopenDialog"),
    "e21-recused": _of("ScoreScreen"),
    "e22-work-list": _of("WorkListScreen"),
    "e23-changed": _of("ScoreScreen", "ChangedNote"),
    "e24-what-changed": _of("ChangedDialog"),
    "e25-settle": _of("SettleScreen"),
    "e26-check": _of("ReviewScreen"),
    "e27-beside": _of("ReviewScreen", "SideBySide"),
    "e28-sign": _of("SignQuestion"),
    "e29-return": _of("GiveBackScreen"),
    # an expert's menu, and later
    "e30-menu": _of("ProgramMenu"),
    "e31-my-card": _of("CardDialog"),
    "e32-passphrase": _of("PassphraseDialog"),
    "e33-backup": _of("BackUpDialog"),
    "e34-vault-check": _of("CheckDialog"),
    "e35-about": _of("AboutDialog"),
    "e36-lists": _of("ListsScreen", "EntryTable"),
    "e37-lists-forget": _of("Question"),
    "e38-broken-document": _of("ScoreScreen", "ErrorPane"),
    "e39-late-conflict": _of("LateConflict"),
    "e40-sitting": _of("MemberSittingScreen"),
    "e41-sitting-question": _of("Question"),
    "e42-revise": _of("ReviseDialog"),
    "e43-pleas": _of("PleasDialog"),
    "e44-hand-back": _of("HandBackDialog"),
    "e45-handed-back": _of("GiveBackScreen"),
    "e46-rehearsal": _of("ScoreScreen", "RehearsalBar"),
    "e47-read-only": _of("ReviewScreen"),
    "e48-restore": _of("RestoreScreen"),
    # at work
    "e49-fetching": _of("HomeScreen", "ProgressBar"),
    "e50-locking": _of("ReviewScreen", "ProgressBar"),
    "e51-writing-return": _of("GiveBackScreen", "ProgressBar"),
    # the secretary: a new round
    "s01-define": _of("DefineScreen"),
    "s02-define-pools": _of("DefineScreen"),
    "s03-define-settings": _of("DefineScreen"),
    "s04-card-choice": _of("CardChoiceDialog"),
    "s05-define-question": _of("Question"),
    "s06-version": _of("VersionDialog"),
    # intake and its checks, in a rehearsal
    "s07-board-rehearsal": _of("BoardPage", "RehearsalBar"),
    "s08-import-findings": _of("ImportPage", "ImportPane"),
    "s09-columns": _of("ColumnsDialog"),
    "s10-check": _of("GatesPane"),
    "s11-fields": _of("GatesPane"),
    "s12-changes": _of("GatesPane"),
    "s13-decide-question": _of("Question"),
    "s14-checklist": _of("ChecklistPane"),
    "s15-name-list": _of("NamelistPane"),
    "s16-integrity": _of("IntegrityPane"),
    "s17-ethics": _of("IntegrityPane"),
    # experts, draw, assignment
    "s18-roster": _of("ExpertsPage", "RosterPane"),
    "s19-roster-import": _of("ListImportDialog"),
    "s20-cards": _of("CardsPane"),
    "s21-draw-pool": _of("DrawPage", "DrawPane"),
    "s22-draw-words": _of("DrawPane"),
    "s23-words-question": _of("Question"),
    "s24-draw-result": _of("DrawPane"),
    "s25-seats": _of("DrawPane"),
    "s26-assign-change": _of("AssignPane"),
    "s27-assign-loads": _of("AssignPane"),
    "s28-assign-run": _of("AssignRunDialog"),
    "s29-changes": _of("ChangesPane"),
    "s30-alternate": _of("AlternateDialog"),
    "s31-card-lost": _of("CardChangeDialog"),
    "s32-absent": _of("AbsentDialog"),
    "s33-acting": _of("ActingDialog"),
    # conflicts, rulings
    "s34-conflict-decision": _of("ConflictsPage", "FindingsPane"),
    "s35-source": _of("SourceDialog"),
    "s36-undo": _of("UndoQuestion"),
    "s37-board": _of("BoardPage"),
    "s38-rulings": _of("RulingsPane"),
    "s39-ruling-question": _of("Question"),
    "s40-void": _of("VoidDialog"),
    "s41-void-sheets": _of("RulingsPane"),
    "s42-pleas": _of("PleasPane"),
    # packages and what comes back
    "s43-pack": _of("PostPage", "PackPane"),
    "s44-packed": _of("PackPane"),
    "s45-collect": _of("CollectPane"),
    "s46-arrivals": _of("CollectPane"),
    "s47-refused": _of("CollectPane"),
    "s48-held": _of("CollectPane"),
    "s49-open-question": _of("Question"),
    "s50-revoke-key": _of("RevokeDialog"),
    # results
    "s51-combine-question": _of("Question"),
    "s52-combined": _of("ResultPage", "AggregatePane"),
    "s53-derivation": _of("DerivationDialog"),
    "s54-decisions": _of("DecisionsPane"),
    "s55-confirm-question": _of("Question"),
    "s56-key-question": _of("Question"),
    "s57-share-words": _of("WordsDialog"),
    "s58-seal-ready": _of("SealPane"),
    "s59-sealed": _of("SealPane"),
    "s60-forms": _of("FormsPane"),
    "s61-log": _of("LogPage"),
    "s62-packing": _of("PackPane", "ProgressBar"),
    # the chair
    "c01-take": _of("OverviewPage"),
    "c02-naming": _of("NamingDialog"),
    "c03-overview": _of("RoleFrame", "OverviewPage", "HeatTable"),
    "c04-derivation": _of("DerivationDialog"),
    "c05-picture-scores": _of("PicturesPage"),
    "c06-picture-spread": _of("PicturesPage"),
    "c07-picture-ranking": _of("PicturesPage"),
    "c08-discussion": _of("DiscussionPage"),
    "c09-opinions": _of("DiscussionPage"),
    "c10-cleared": _of("DiscussionPage"),
    "c11-open-question": _of("Question"),
    "c12-decide": _of("DecidePage"),
    "c13-objection": _of("DecidePage"),
    "c14-other-budget": _of("DecidePage"),
    "c15-ties": _of("TiesDialog"),
    "c16-sign-question": _of("Question"),
    "c17-versions": _of("DefinitionsPage"),
    "c18-forms": _of("FormsPage"),
    "c19-exporting": _of("PicturesPage", "ProgressBar"),
    # the observer
    "o01-definitions": _of("DefinitionsPage"),
    "o02-draw": _of("DrawPage"),
    "o03-verify": _of("VerifyPage"),
    "o04-sealing": _of("SealingPage"),
    "o05-sealing-question": _of("Question"),
    # an opened result
    "r01-together": _of("OpenTogether"),
    "r02-ranking": _of("OpenedScreen", "RankingPane"),
    "r03-verdict": _of("VerdictPane"),
    "r04-log": _of("OpenedLogPane"),
    "r05-forms": _of("OpenedFormsPane"),
    "r06-names": _of("NamesDialog"),
    # stages after the grant: a mid-term check, an acceptance
    "t01-midterm-sheet": _of("ScoreScreen"),
    "t02-acceptance-sheet": _of("ScoreScreen", "ClaimList"),
    "t03-midterm-overview": _of("OverviewPage", "HeatTable"),
    "t04-midterm-item": _of("DiscussionPage", "ClaimsPane"),
    "t05-midterm-decide": _of("DecidePage"),
    "t06-acceptance-overview": _of("OverviewPage", "HeatTable"),
    "t07-acceptance-opinion": _of("DiscussionPage"),
    "t08-acceptance-decide": _of("DecidePage"),
    "t09-board": _of("BoardPage"),
    "t10-combined": _of("ResultPage", "AggregatePane"),
    "t11-decisions": _of("ResultPage", "DecisionsPane"),
    "t12-opened": _of("OpenedScreen", "RankingPane"),
}

#: Windows without a picture of their own, and why.
NOT_TAKEN: dict[str, str] = {
    "BesideDocuments": "base of settling and sitting, which are shown",
    "ChangeDialog": "base of the dialogs about a change, which are shown",
    "EntryScreen": "base of the screens before a vault is open, which are shown",
    "ListDialog": "numbers of one conclusion, shown where there are more than twelve",
    "LongDialog": "base of backup and check, which are shown",
    "PlainDialog": "base of dialogs, which are shown",
    "ReasonDialog": "base of the dialog that takes a key out of use, which is shown",
    "StepScreen": "base of the steps of a first start, which are shown",
    "TabbedPage": "base of pages with tabs, which are shown",
    "UnscoredPane": "base of checklist and name list, which are shown",
    "WitnessPage": "base of the observer's draw and sealing, which are shown",
    "_Dialog": "base of the dialogs of a score sheet, which are shown",
}

#: Tabs that need no picture of their own.
OTHER_TABS = frozenset({"as another tab"})

#: Every module with tabs, and a picture for each of them.
TABS: dict[str, tuple[str, ...]] = {
    "ui/views/chair/pictures.py": ("c05-picture-scores", "c06-picture-spread", "c07-picture-ranking"),
    "ui/views/chair/sheets_beside.py": ("c08-discussion", "c09-opinions", "as another tab", "as another tab"),
    "ui/views/opened/viewer.py": ("r02-ranking", "r03-verdict", "r04-log", "r05-forms"),
    "ui/views/score.py": ("e14-score", "e15-opinion"),
    "ui/views/secretary/assign_matrix.py": ("s26-assign-change", "s27-assign-loads", "as another tab"),
    "ui/views/secretary/collect.py": ("s45-collect", "s46-arrivals", "s47-refused"),
    "ui/views/secretary/conflicts_page.py": ("s34-conflict-decision", "s38-rulings", "s42-pleas"),
    "ui/views/secretary/define.py": ("s01-define", "s02-define-pools", "s03-define-settings"),
    "ui/views/secretary/draw_page.py": ("s21-draw-pool", "s26-assign-change"),
    "ui/views/secretary/draw_result.py": ("s24-draw-result", "as another tab"),
    "ui/views/secretary/experts_page.py": ("s18-roster", "s20-cards", "s29-changes"),
    "ui/views/secretary/gates_sight.py": ("s10-check", "s11-fields", "s12-changes"),
    "ui/views/secretary/import_page.py": (
        "s08-import-findings",
        "s10-check",
        "s14-checklist",
        "s15-name-list",
        "s16-integrity",
    ),
    "ui/views/secretary/intake.py": ("s08-import-findings", "as another tab"),
    "ui/views/secretary/integrity.py": ("s16-integrity", "s17-ethics"),
    "ui/views/secretary/post_page.py": ("s43-pack", "s45-collect"),
    "ui/views/secretary/result.py": ("s52-combined", "s54-decisions", "s58-seal-ready", "s60-forms"),
    "ui/views/secretary/rulings.py": ("s38-rulings", "as another tab", "s41-void-sheets"),
}

_ALIKE = "looks like every question: title, what follows, the way back, the act"

#: Every module that asks before an act, and the picture of its question.
QUESTIONS: dict[str, str] = {
    "ui/views/arrivals.py": _ALIKE,
    "ui/views/chair/decide.py": "c16-sign-question",
    "ui/views/chair/discussion.py": "c11-open-question",
    "ui/views/declare.py": _ALIKE,
    "ui/views/lists.py": "e37-lists-forget",
    "ui/views/member_sitting.py": "e41-sitting-question",
    "ui/views/observer/definitions.py": _ALIKE,
    "ui/views/observer/witness.py": "o05-sealing-question",
    "ui/views/opened/names.py": _ALIKE,
    "ui/views/opened/viewer.py": _ALIKE,
    "ui/views/opened/words.py": _ALIKE,
    "ui/views/program.py": _ALIKE,
    "ui/views/restore.py": _ALIKE,
    "ui/views/review.py": "e28-sign",
    "ui/views/chair/acting.py": _ALIKE,
    "ui/views/settle.py": _ALIKE,
    "ui/views/secretary/aggregate.py": "s51-combine-question",
    "ui/views/secretary/assign.py": _ALIKE,
    "ui/views/secretary/board.py": _ALIKE,
    "ui/views/secretary/changes_acting.py": _ALIKE,
    "ui/views/secretary/collect_custody.py": "s49-open-question",
    "ui/views/secretary/conflicts.py": _ALIKE,
    "ui/views/secretary/decisions.py": "s55-confirm-question",
    "ui/views/secretary/define.py": "s05-define-question",
    "ui/views/secretary/draw.py": "s23-words-question",
    "ui/views/secretary/gates.py": "s13-decide-question",
    "ui/views/secretary/intake.py": _ALIKE,
    "ui/views/secretary/list_file.py": _ALIKE,
    "ui/views/secretary/pack.py": _ALIKE,
    "ui/views/secretary/rulings.py": "s39-ruling-question",
    "ui/views/secretary/seal_signatures.py": "s56-key-question",
    "ui/views/secretary/unscored.py": _ALIKE,
}

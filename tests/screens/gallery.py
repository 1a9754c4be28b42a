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
    "e17-versions": _of("VersionsDialog"),
    "e18-basis": _of("BasisDialog"),
    "e19-find": _of("FindDialog"),
    "e20-locked": _of("ScoreScreen"),
    "e21-reopen": _of("ReopenDialog"),
    "e22-recused": _of("ScoreScreen"),
    "e23-work-list": _of("WorkListScreen"),
    "e24-check": _of("ReviewScreen"),
    "e25-beside": _of("ReviewScreen", "SideBySide"),
    "e26-sign": _of("SignQuestion"),
    "e27-return": _of("GiveBackScreen"),
    # an expert's menu, and later
    "e30-menu": _of("ProgramMenu"),
    "e31-my-card": _of("CardDialog"),
    "e32-passphrase": _of("PassphraseDialog"),
    "e33-backup": _of("BackUpDialog"),
    "e34-vault-check": _of("CheckDialog"),
    "e35-about": _of("AboutDialog"),
    "e37-lists": _of("ListsScreen", "EntryTable"),
    "e38-lists-forget": _of("Question"),
    "e39-broken-document": _of("ScoreScreen", "ErrorPane"),
    "e40-late-conflict": _of("LateConflict"),
    "e41-sitting": _of("MemberSittingScreen"),
    "e43-sitting-question": _of("Question"),
    "e44-revise": _of("ReviseDialog"),
    "e45-pleas": _of("PleasDialog"),
    "e46-hand-back": _of("HandBackDialog"),
    "e47-handed-back": _of("GiveBackScreen"),
    "e48-rehearsal": _of("ScoreScreen", "RehearsalBar"),
    "e49-read-only": _of("ReviewScreen"),
    "e50-changed": _of("ScoreScreen", "ChangedNote"),
    "e51-what-changed": _of("ChangedDialog"),
    # the secretary: a new round
    "s01-define": _of("DefineScreen"),
    "s02-define-pools": _of("DefineScreen"),
    "s03-define-settings": _of("DefineScreen"),
    "s04-card-choice": _of("CardChoiceDialog"),
    "s05-define-question": _of("Question"),
    "s06-version": _of("VersionDialog"),
    # intake and its checks, in a rehearsal
    "s10-board-rehearsal": _of("BoardPage", "RehearsalBar"),
    "s12-import-findings": _of("ImportPage", "ImportPane"),
    "s13-columns": _of("ColumnsDialog"),
    "s15-check": _of("GatesPane"),
    "s16-fields": _of("GatesPane"),
    "s17-changes": _of("GatesPane"),
    "s18-decide-question": _of("Question"),
    "s19-checklist": _of("ChecklistPane"),
    "s20-name-list": _of("NamelistPane"),
    "s22-integrity": _of("IntegrityPane"),
    "s23-ethics": _of("IntegrityPane"),
    # experts, draw, assignment
    "s30-roster": _of("ExpertsPage", "RosterPane"),
    "s31-roster-import": _of("ListImportDialog"),
    "s32-cards": _of("CardsPane"),
    "s33-draw-pool": _of("DrawPage", "DrawPane"),
    "s34-draw-words": _of("DrawPane"),
    "s35-words-question": _of("Question"),
    "s36-draw-result": _of("DrawPane"),
    "s37-seats": _of("DrawPane"),
    "s39-assign-change": _of("AssignPane"),
    "s40-assign-loads": _of("AssignPane"),
    "s41-assign-run": _of("AssignRunDialog"),
    "s42-changes": _of("ChangesPane"),
    "s43-alternate": _of("AlternateDialog"),
    "s44-card-lost": _of("CardChangeDialog"),
    "s45-absent": _of("AbsentDialog"),
    "s46-acting": _of("ActingDialog"),
    # conflicts, rulings
    "s51-conflict-decision": _of("ConflictsPage", "FindingsPane"),
    "s52-source": _of("SourceDialog"),
    "s53-undo": _of("UndoQuestion"),
    "s54-board": _of("BoardPage"),
    "s55-rulings": _of("RulingsPane"),
    "s56-ruling-question": _of("Question"),
    "s57-void": _of("VoidDialog"),
    "s58-void-sheets": _of("RulingsPane"),
    "s59-pleas": _of("PleasPane"),
    # packages and what comes back
    "s60-pack": _of("PostPage", "PackPane"),
    "s61-packed": _of("PackPane"),
    "s62-collect": _of("CollectPane"),
    "s63-arrivals": _of("CollectPane"),
    "s64-refused": _of("CollectPane"),
    "s65-held": _of("CollectPane"),
    "s66-open-question": _of("Question"),
    # results
    "s67-combine-question": _of("Question"),
    "s68-combined": _of("ResultPage", "AggregatePane"),
    "s69-derivation": _of("DerivationDialog"),
    "s70-decisions": _of("DecisionsPane"),
    "s71-confirm-question": _of("Question"),
    "s72-key-question": _of("Question"),
    "s73-share-words": _of("WordsDialog"),
    "s75-seal-ready": _of("SealPane"),
    "s77-sealed": _of("SealPane"),
    "s78-forms": _of("FormsPane"),
    "s79-log": _of("LogPage"),
    "s80-revoke-key": _of("RevokeDialog"),
    # the chair
    "c01-take": _of("OverviewPage"),
    "c02-overview": _of("RoleFrame", "OverviewPage", "HeatTable"),
    "c03-derivation": _of("DerivationDialog"),
    "c04-picture-scores": _of("PicturesPage"),
    "c05-picture-spread": _of("PicturesPage"),
    "c06-picture-ranking": _of("PicturesPage"),
    "c08-discussion": _of("DiscussionPage"),
    "c09-opinions": _of("DiscussionPage"),
    "c12-cleared": _of("DiscussionPage"),
    "c13-open-question": _of("Question"),
    "c14-decide": _of("DecidePage"),
    "c15-objection": _of("DecidePage"),
    "c16-other-budget": _of("DecidePage"),
    "c17-ties": _of("TiesDialog"),
    "c18-sign-question": _of("Question"),
    "c19-versions": _of("DefinitionsPage"),
    "c20-forms": _of("FormsPage"),
    # the observer
    "o01-definitions": _of("DefinitionsPage"),
    "o02-draw": _of("DrawPage"),
    "o04-verify": _of("VerifyPage"),
    "o05-sealing": _of("SealingPage"),
    "o06-sealing-question": _of("Question"),
    # an opened result
    "r01-together": _of("OpenTogether"),
    "r02-ranking": _of("OpenedScreen", "RankingPane"),
    "r03-verdict": _of("VerdictPane"),
    "r04-log": _of("OpenedLogPane"),
    "r05-forms": _of("OpenedFormsPane"),
    "r06-names": _of("NamesDialog"),
}

#: Windows without a picture of their own, and why.
NOT_TAKEN: dict[str, str] = {
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
    "ui/views/chair/pictures.py": ("c04-picture-scores", "c05-picture-spread", "c06-picture-ranking"),
    "ui/views/chair/sheets_beside.py": ("c08-discussion", "c09-opinions", "as another tab", "as another tab"),
    "ui/views/opened/viewer.py": ("r02-ranking", "r03-verdict", "r04-log", "r05-forms"),
    "ui/views/score.py": ("e14-score", "e15-opinion"),
    "ui/views/secretary/assign_matrix.py": ("s39-assign-change", "s40-assign-loads", "as another tab"),
    "ui/views/secretary/collect.py": ("s62-collect", "s63-arrivals", "s64-refused"),
    "ui/views/secretary/conflicts_page.py": ("s51-conflict-decision", "s55-rulings", "s59-pleas"),
    "ui/views/secretary/define.py": ("s01-define", "s02-define-pools", "s03-define-settings"),
    "ui/views/secretary/draw_page.py": ("s33-draw-pool", "s39-assign-change"),
    "ui/views/secretary/draw_result.py": ("s36-draw-result", "as another tab"),
    "ui/views/secretary/experts_page.py": ("s30-roster", "s32-cards", "s42-changes"),
    "ui/views/secretary/gates_sight.py": ("s15-check", "s16-fields", "s17-changes"),
    "ui/views/secretary/import_page.py": (
        "s12-import-findings",
        "s15-check",
        "s19-checklist",
        "s20-name-list",
        "s22-integrity",
    ),
    "ui/views/secretary/intake.py": ("s12-import-findings", "as another tab"),
    "ui/views/secretary/integrity.py": ("s22-integrity", "s23-ethics"),
    "ui/views/secretary/post_page.py": ("s60-pack", "s62-collect"),
    "ui/views/secretary/result.py": ("s68-combined", "s70-decisions", "s75-seal-ready", "s78-forms"),
    "ui/views/secretary/rulings.py": ("s55-rulings", "as another tab", "s58-void-sheets"),
}

_ALIKE = "looks like every question: title, what follows, the way back, the act"

#: Every module that asks before an act, and the picture of its question.
QUESTIONS: dict[str, str] = {
    "ui/views/chair/decide.py": "c18-sign-question",
    "ui/views/chair/discussion.py": "c13-open-question",
    "ui/views/declare.py": _ALIKE,
    "ui/views/lists.py": "e38-lists-forget",
    "ui/views/member_sitting.py": "e43-sitting-question",
    "ui/views/observer/definitions.py": _ALIKE,
    "ui/views/observer/witness.py": "o06-sealing-question",
    "ui/views/opened/names.py": _ALIKE,
    "ui/views/opened/viewer.py": _ALIKE,
    "ui/views/opened/words.py": _ALIKE,
    "ui/views/program.py": _ALIKE,
    "ui/views/review.py": "e26-sign",
    "ui/views/secretary/aggregate.py": "s67-combine-question",
    "ui/views/secretary/assign.py": _ALIKE,
    "ui/views/secretary/board.py": _ALIKE,
    "ui/views/secretary/changes_acting.py": _ALIKE,
    "ui/views/secretary/collect_custody.py": "s66-open-question",
    "ui/views/secretary/conflicts.py": _ALIKE,
    "ui/views/secretary/decisions.py": "s71-confirm-question",
    "ui/views/secretary/define.py": "s05-define-question",
    "ui/views/secretary/draw.py": "s35-words-question",
    "ui/views/secretary/gates.py": "s18-decide-question",
    "ui/views/secretary/intake.py": _ALIKE,
    "ui/views/secretary/list_file.py": _ALIKE,
    "ui/views/secretary/pack.py": _ALIKE,
    "ui/views/secretary/rulings.py": "s56-ruling-question",
    "ui/views/secretary/seal_signatures.py": "s72-key-question",
    "ui/views/secretary/unscored.py": _ALIKE,
}

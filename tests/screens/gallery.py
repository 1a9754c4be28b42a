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
    "e49-read-only": _of("ScoreScreen"),
    # the secretary: a new round
    "s01-define": _of("DefineScreen"),
    "s02-define-pools": _of("DefineScreen"),
    "s03-define-settings": _of("DefineScreen"),
    "s04-card-choice": _of("CardChoiceDialog"),
    "s05-define-question": _of("Question"),
    "s06-version": _of("VersionDialog"),
    # intake and its checks, in a rehearsal
    "s10-board-rehearsal": _of("BoardPage", "RehearsalBar"),
    "s12-import-findings": _of("ImportPane"),
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
    # conflicts, rulings
    "s51-conflict-decision": _of("FindingsPane"),
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
    "s66-open-question": _of("QDialog"),
    # results
    "s67-combine-question": _of("Question"),
    "s68-combined": _of("ResultPage", "AggregatePane"),
    "s69-derivation": _of("DerivationDialog"),
    "s70-decisions": _of("DecisionsPane"),
    "s72-key-question": _of("Question"),
    "s73-share-words": _of("WordsDialog"),
    "s75-seal-ready": _of("SealPane"),
    "s76-seal-list": _of("ListDialog"),
    "s77-sealed": _of("SealPane"),
    "s78-forms": _of("FormsPane"),
    "s79-log": _of("LogPage"),
    # the chair
    "c01-take": _of("OverviewPage"),
    "c02-overview": _of("RoleFrame", "OverviewPage", "HeatTable"),
    "c03-derivation": _of("DerivationDialog"),
    "c04-picture-scores": _of("PicturesPage"),
    "c05-picture-spread": _of("PicturesPage"),
    "c06-picture-ranking": _of("PicturesPage"),
    "c07-projector": _of("OverviewPage"),
    "c08-discussion": _of("DiscussionPage"),
    "c09-comments": _of("DiscussionPage"),
    "c10-vetoes": _of("DiscussionPage"),
    "c12-recusal": _of("DiscussionPage"),
    "c13-open-question": _of("Question"),
    "c14-decide": _of("DecidePage"),
    "c15-objection": _of("DecidePage"),
    "c16-other-budget": _of("DecidePage"),
    "c17-ties": _of("TiesDialog"),
    "c18-sign-question": _of("Question"),
    "c19-versions": _of("DefinitionsPage"),
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
}

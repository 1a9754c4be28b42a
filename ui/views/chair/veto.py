"""Veto claims and screening items of one application: evidence, votes, what came of them (rules §8)."""

from __future__ import annotations

from ui.context import Context
from ui.viewmodels.chair.discussion_data import Claim, Item
from ui.views.chair.sheets_beside_words import Wording, WordsCard, WordsPane
from zgc_review.domain.bodies import CitedPage


class ClaimsPane(WordsPane):
    """One card a claim."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, name="claims", most=2)
        self.shows_all = True
        self.more.hide()

    def show_item(self, item: Item, wording: Wording) -> None:
        """Show the claims on an application."""
        cap = self.context.captions.cap
        self.title.setText(cap("discussion.tab.claims"))
        ticked = sorted({one.code for one in item.columns if one.counting and one.counting.claims})
        raised = {one.by for one in item.claims}
        waiting = [code for code in ticked if code not in raised]
        empty = cap("discussion.ticked", codes=" ".join(waiting)) if waiting else cap("discussion.no_claim")
        self.empty.setText(empty)
        self.empty.setVisible(bool(waiting) or not item.claims)
        self.show_cards([self._card(one, n, wording) for n, one in enumerate(item.claims)])

    def _card(self, claim: Claim, n: int, wording: Wording) -> WordsCard:
        captions, outcome = self.context.captions, claim.outcome
        name = claim.en if captions.language == "en" else claim.zh
        card = WordsCard(
            self.context, name, is_flagged=outcome.is_established, name=f"claim:{n}", is_long=True
        )
        key = "established" if outcome.is_established else "remark"
        card.add_tag(captions.cap(f"discussion.claim.{key}"), "danger" if outcome.is_established else "plain")
        lines = [
            captions.cap("discussion.claim.by", code=claim.by, item=outcome.item),
            claim.text,
            self._votes(claim),
        ]
        pages: tuple[CitedPage, ...] = ()
        if claim.document is not None and claim.page is not None:
            pages = (CitedPage(criterion="", document=claim.document, page=claim.page),)
        card.say("\n".join(lines), pages, wording)
        return card

    def _votes(self, claim: Claim) -> str:
        """Return the count of votes, and who voted how."""
        cap, outcome = self.context.captions.cap, claim.outcome
        if not outcome.is_listed:
            return cap("discussion.claim.unlisted")
        if outcome.by_documents:
            return cap("discussion.claim.by_documents")
        counts = {"yes": len(outcome.yes), "needed": outcome.needed, "effective": outcome.effective}
        words = [cap("discussion.claim.votes", **counts)]
        for key, codes in (("yes", outcome.yes), ("no", outcome.no)):
            if codes:
                words.append(cap(f"discussion.claim.{key}", codes=" ".join(codes)))
        waiting = outcome.effective - len(outcome.yes) - len(outcome.no)
        if waiting:
            words.append(cap("discussion.claim.waiting", count=waiting))
        return "\n".join(words)

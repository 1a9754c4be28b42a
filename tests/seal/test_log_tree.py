from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seal_harness import refusal

from zgc_review.seal.log_tree import LogTree, check_inclusion

# The eight leaves and roots that Certificate Transparency implementations test RFC 6962 with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1 as it is written."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


def slow_proof(index: int, leaves: list[bytes]) -> list[str]:
    """RFC 6962 §2.1.1 as it is written."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*slow_proof(index, leaves[:split]), slow_root(leaves[split:]).hex()]
    return [*slow_proof(index - split, leaves[split:]), slow_root(leaves[:split]).hex()]


def test_f_log_01_roots_of_the_known_leaves() -> None:
    tree = LogTree()
    assert tree.root() == hashlib.sha256(b"").hexdigest()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        tree.append(leaf)
        assert tree.root() == root
    assert [tree.root(size) for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 21])
def test_a_tree_made_at_once_is_one_that_grew(size: int) -> None:
    leaves = [str(number).encode() for number in range(size + 9)]
    made, grown = LogTree(leaves[:size]), LogTree()
    for leaf in leaves[:size]:
        grown.append(leaf)
    for leaf in leaves[size:]:
        assert [made.root(n) for n in range(len(made) + 1)] == [grown.root(n) for n in range(len(grown) + 1)]
        made.append(leaf)
        grown.append(leaf)
        assert [made.proof(n) for n in range(len(made))] == [grown.proof(n) for n in range(len(grown))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=3), min_size=1, max_size=70), st.data())
def test_f_log_02_proofs_are_those_of_the_standard(leaves: list[bytes], data: st.DataObject) -> None:
    tree = LogTree(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.proof(index, size)
    assert list(proof) == slow_proof(index, leaves[:size])
    root = tree.root(size)
    assert root == slow_root(leaves[:size]).hex()
    check_inclusion(leaves[index], index, size, proof, root)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.data())
def test_f_log_02_nothing_else_is_proven(size: int, data: st.DataObject) -> None:
    tree = LogTree(str(number).encode() for number in range(size))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size + 3).filter(lambda number: number != index))
    leaf, proof, root = str(index).encode(), tree.proof(index), tree.root()
    wrong = [
        (leaf, other, size, proof, root),
        (b"x", index, size, proof, root),
        (leaf, index, size, (*proof, "00" * 32), root),
        (leaf, index, size, proof[:-1], root) if proof else (leaf, -1, size, proof, root),
        (leaf, index, size, proof, "00" * 32),
        (leaf, index, size, (*proof[:-1], "x"), root),
        (leaf, index, size, (*proof[:-1], "00" * 33), root),
    ]
    for row in wrong:
        assert refusal(lambda row=row: check_inclusion(*row)).code == "seal.log.proof"


def test_leaves_that_are_not_there() -> None:
    tree = LogTree(LEAVES)
    assert len(tree) == 8
    for call in (
        lambda: tree.root(9),
        lambda: tree.proof(8),
        lambda: tree.proof(3, 3),
        lambda: tree.root(-1),
    ):
        with pytest.raises(ValueError, match=r"\d"):
            call()

from __future__ import annotations

__all__ = ["FRENCH_STOPWORDS", "GENDER_ENDINGS"]

FRENCH_STOPWORDS: frozenset[str] = frozenset(
    """
    a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avaient avait avant avec avez avoir
    avons c ca car ce ceci cela celle celles celui ces cet cette ceux chacun chacune chaque chez ci comme comment
    d dans de depuis des donc dont du elle elles en entre es est et etaient etait etant ete etes etre eu eux
    h f hf fh x m w i il ils j je jusqu jusque l la le les leur leurs lors lorsque lui ma mais me meme memes mes
    mien moi moins mon n ne ni nos notre nous on ont ou par parmi pas pendant peu peut peuvent plus plusieurs
    pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera serait seront ses si
    soi soient soit sommes son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton tous tout
    toute toutes tres tu un une vers via voici voila vos votre vous y
    """.split()
)
"""French function words, without accents, and the letters that remain of « (H/F) » and of elisions."""

GENDER_ENDINGS: frozenset[str] = frozenset(
    "e ee ees es ne nes se ses fe euse euses rice rices trice trices ice ere iere ienne le re".split()
)
"""Endings that « développeur(se) » or « chargé·e » leave behind once cut at their marks."""

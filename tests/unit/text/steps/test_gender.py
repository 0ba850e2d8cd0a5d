import pytest

from tremplin.text.steps.feminine import feminine_with, is_pair, plural_of
from tremplin.text.steps.registry import STEPS

REMOVE = STEPS["remove_gender_synonyms"].make()
EXPAND = STEPS["expand_gender"].make()

FORMS = [
    # an ending in brackets
    ("Chargé(e) de clientèle", "Chargé de clientèle", "Chargé Chargée de clientèle"),
    ("chargé (e) de", "chargé de", "chargé chargée de"),
    ("chargé ( e ) de", "chargé de", "chargé chargée de"),
    ("motivé(e), souriant(e) et dynamique", "motivé, souriant et dynamique", None),
    ("Chargé(es)", "Chargés", "Chargés Chargées"),
    ("intervenant(e)s social(e)s", "intervenants sociaux", "intervenants intervenantes sociaux sociales"),
    ("serveur(euse)", "serveur", "serveur serveuse"),
    ("serveur (se)", "serveur", "serveur serveuse"),
    ("technicien(ne)", "technicien", "technicien technicienne"),
    ("technicien(e)", "technicien", "technicien technicienne"),
    ("Opérateur (-trice)", "Opérateur", "Opérateur Opératrice"),
    ("Directeur(rice)", "Directeur", "Directeur Directrice"),
    ("cuisinier(ère)", "cuisinier", "cuisinier cuisinière"),
    ("CUISINIER(E)", "CUISINIER", "CUISINIER CUISINIÈRE"),
    ("infirmier(ière)", "infirmier", "infirmier infirmière"),
    ("chef(fe)", "chef", "chef cheffe"),
    ("sportif(ve)", "sportif", "sportif sportive"),
    ("professionnel(le)", "professionnel", "professionnel professionnelle"),
    ("président(te)", "président", "président présidente"),
    ("hôte(sse)", "hôte", "hôte hôtesse"),
    ("commercial(ale)", "commercial", "commercial commerciale"),
    ("un(e), tous(tes), ce(tte)", "un, tous, ce", "un une, tous toutes, ce cette"),
    ("le(la) candidat(e)", "le candidat", "le la candidat candidate"),
    ("l'assistant(e)", "l'assistant", "l'assistant assistante"),
    ("charge\u0301(e)", "chargé", "chargé chargée"),
    # an ending after a slash
    ("directeur/trice", "directeur", "directeur directrice"),
    ("vendeur/-euse", "vendeur", "vendeur vendeuse"),
    ("coiffeur/se", "coiffeur", "coiffeur coiffeuse"),
    ("gérant/te, étudiant/e", "gérant, étudiant", "gérant gérante, étudiant étudiante"),
    ("assistants/es", "assistants", "assistants assistantes"),
    ("commerciaux/ales", "commerciaux", "commerciaux commerciales"),
    ("ouvrier/ère agricole", "ouvrier agricole", "ouvrier ouvrière agricole"),
    ("nouveau/elle", "nouveau", "nouveau nouvelle"),
    # an ending after a hyphen, a middle dot or a point
    ("technicien-ne", "technicien", "technicien technicienne"),
    ("techniciens-nes", "techniciens", "techniciens techniciennes"),
    ("chargé-e-s", "chargés", "chargés chargées"),
    ("INGENIEUR-E", "INGENIEUR", "INGENIEUR INGENIEURE"),
    ("conseiller·ère", "conseiller", "conseiller conseillère"),
    ("étudiant·e·s, salarié•es", "étudiants, salariés", "étudiants étudiantes, salariés salariées"),
    ("agent.e de maîtrise", "agent de maîtrise", "agent agente de maîtrise"),
    ("agriculteur.trice.s", "agriculteurs", "agriculteurs agricultrices"),
    ("professionnel.le", "professionnel", "professionnel professionnelle"),
    # both words
    ("vendeur/vendeuse", "vendeur", "vendeur vendeuse"),
    ("Vendeur / Vendeuse en magasin", "Vendeur en magasin", "Vendeur Vendeuse en magasin"),
    ("VENDEUR/VENDEUSE", "VENDEUR", "VENDEUR VENDEUSE"),
    ("Vendeuse / vendeur", "Vendeur", "Vendeur Vendeuse"),
    ("vendeur (vendeuse)", "vendeur", "vendeur vendeuse"),
    ("Directeur - Directrice adjoint", "Directeur adjoint", "Directeur Directrice adjoint"),
    ("vendeur/vendeuse(s)", "vendeur(s)", "vendeur vendeuse(s)"),
    ("technicien/technicien(ne)", "technicien", "technicien technicienne"),
    ("hôte/hôtesse", "hôte", "hôte hôtesse"),
    ("le/la vendeur", "le vendeur", "le la vendeur"),
    ("ingénieurs/ingénieures", "ingénieurs", "ingénieurs ingénieures"),
    # several words
    ("agent d'entretien / agente d’entretien", "agent d'entretien", "agent d'entretien agente d’entretien"),
    ("aide-soignant/aide-soignante", "aide-soignant", "aide-soignant aide-soignante"),
    ("apprenti boucher / apprentie bouchère", "apprenti boucher", "apprenti boucher apprentie bouchère"),
    ("assistante RH/assistant RH", "assistant RH", "assistant RH assistante RH"),
    # mentions
    ("Vendeur (H/F)", "Vendeur", "Vendeur"),
    ("Vendeur H/F, Paris (F/H).", "Vendeur, Paris.", "Vendeur, Paris."),
    ("H/F Vendeur", "Vendeur", "Vendeur"),
    ("Comptable H/F/X", "Comptable", "Comptable"),
    ("Agent (h/f) (h/f/d)", "Agent", "Agent"),
    ("Data - (H/F) - En alternance", "Data - En alternance", "Data - En alternance"),
    ("[H/F] vendeur ( H / F )", "vendeur", "vendeur"),
    ("Vendeur(HF) polyvalent", "Vendeur polyvalent", "Vendeur polyvalent"),
    ("Serveur (H-F)\nCDI", "Serveur\nCDI", "Serveur\nCDI"),
    ("Poste M/F à Lyon", "Poste à Lyon", "Poste à Lyon"),
]


@pytest.mark.parametrize(("text", "removed", "expanded"), FORMS)
def test_forms(text, removed, expanded):
    assert REMOVE.apply([text]) == [removed]
    if expanded is not None:
        assert EXPAND.apply([text]) == [expanded]


OTHERS = [
    "24/24 et 7j/7, 35h/semaine, 120 km/h, m/s",
    "et/ou, lundi/mardi, jour/nuit, entrée/sortie, client/serveur, achat/vente",
    "C/C++, TCP/IP, PHP/HTML, CDI/CDD, RH/Paie, I/O, HTTP/2",
    "facteur/face, danseur/danse, secrétaire/secrétaire, médecin/médecine, port/porte",
    "technicien / ne pas postuler",
    "peut-être, donnez-le, dit-elle, a-t-il, vas-y, rendez-vous, est-ce, fait-il, Vis-te, porte-monnaie",
    "un travail.le soir, c'est la fin.Le poste, arrivé. E",
    "bibliothécaire(s), poste (en CDI), employé (le week-end), (e), un poste (e-commerce)",
    "http://exemple.fr/vendeur/vendeuse, jean.e@exemple.fr, www.chargé.e/x",
    "f/h2, xH/F, H/Fx, M/M, H/H",
    "vendeur\n/ vendeuse",
    "chargé_(e)",
    "(e)\n- e",
    "Steward / Hôtesse",
    "vendeur (vendeuse de fleurs)",
    "agent de, vente / agente de vente",
    "le - les - la",
    "dépôt-vente, e-mail, in-e",
    "Vendeur(EUSE)",
    "ab/abe1, vendeur/vendeuse_x, vendeur/vendeuse2",
]


@pytest.mark.parametrize("text", OTHERS)
@pytest.mark.parametrize("action", [REMOVE, EXPAND], ids=["remove", "expand"])
def test_other_texts_stay(action, text):
    assert action.apply([text]) == [text]


def test_a_form_far_away_is_no_form():
    text = "vendeur " + "x" * 200 + " / vendeuse"
    assert REMOVE.apply([text]) == [text]


@pytest.mark.parametrize(
    ("masculine", "ending", "feminine"),
    [
        ("docteur", "esse", "doctoresse"),
        ("copain", "ine", "copine"),
        ("barman", "maid", "barmaid"),
        ("public", "que", "publique"),
        ("bas", "se", "basse"),
        ("ab", "e", None),
        ("jour", "le", None),
        ("vendeur", "trice", None),
        ("grec", "que", "grecque"),
    ],
)
def test_feminine_with(masculine, ending, feminine):
    assert feminine_with(masculine, ending) == feminine


def test_pairs_and_plurals():
    assert is_pair("Beaux", "belles") is False
    assert is_pair("commerciaux", "commerciales")
    assert plural_of("nouveau") == "nouveaux"
    assert plural_of("SOCIAL") == "SOCIAUX"
    assert plural_of("heureux") == "heureux"

import pytest

from index.query import And, Phrase, Word, ordered_words, parse, required_words, show

GOLDEN = [
    ("Mossoul AWACS", "(Mossoul ET AWACS)"),
    ("a OU b ET c", "(a OU (b ET c))"),
    ("a OR b AND c", "(a OU (b ET c))"),
    ("(a OU b) c", "((a OU b) ET c)"),
    ("a ou b et c", "(a ET ou ET b ET et ET c)"),
    ("a SAUF b", "(a ET SAUF b)"),
    ("a ET SAUF b", "(a ET SAUF b)"),
    ("a -b", "(a ET SAUF b)"),
    ("a - b", "(a ET b)"),
    ("a -- b", "(a ET b)"),
    ("a-b", '"a b"'),
    ('"a b"-c', '("a b" ET c)'),
    ("SAUF x", "(* ET SAUF x)"),
    ("-x -y", "(* ET SAUF x ET SAUF y)"),
    ("a OU -b", "(a OU (* ET SAUF b))"),
    ("SAUF SAUF x", "x"),
    ("-(a b)", "(* ET SAUF (a ET b))"),
    ('-"a b"', '(* ET SAUF "a b")'),
    ("((a))", "a"),
    ("(a b) (c d)", "(a ET b ET c ET d)"),
    ('"Al Jaafari"', '"Al Jaafari"'),
    ("« État islamique »", '"État islamique"'),
    ("“a b”", '"a b"'),
    ('"ministre iraquien"~3', '"ministre iraquien"~3'),
    ('"ministre"', '"ministre"'),
    ('a"b c"d', '(a ET "b c" ET d)'),
    ("opérat*", "opérat*"),
    ("m?t", "m?t"),
    ("*tion", "*tion"),
    ("c**r?e", "c*r?e"),
    ("Où est l'OTAN?", "(Où ET est ET l ET OTAN)"),
    ("l'opérat*", "(l ET opérat*)"),
    ("Al-Jaa*", "(Al ET Jaa*)"),
    ("E-3*", "E3*"),
    ("aa*😀*", "aa*"),
    ("*", "*"),
    ("* a", "a"),
    ("l'OTAN", "(l ET OTAN)"),
    ("Al-Jaafari", '"Al Jaafari"'),
    ("l’Al-Qaïda", '(l ET "Al Qaïda")'),
    ("Côte-d'Or", '"Côte d Or"'),
    ("O'Brien", '"O Brien"'),
    ("aujourd'hui", "aujourd'hui"),
    ("F-16", "F-16"),
    ("R&D", "R&D"),
    ("O.T.A.N.", "O.T.A.N."),
    ("n° 5", "(n° ET 5)"),
    ("2,5", '"2 5"'),
    ("Paris,Rome", "(Paris ET Rome)"),
    ("OTAN/UE", "(OTAN ET UE)"),
    ("OR", '"OR"'),
    ("l'OR, le", '(l ET "OR" ET le)'),
    ("", "*"),
    (" \x00 ", "*"),
    ("😀", ""),
    ("a😀b", "(a ET b)"),
    ("a\x00b", "(a ET b)"),
]


@pytest.mark.parametrize(("query", "printed"), GOLDEN)
def test_printed_tree(query, printed):
    assert show(parse(query).tree) == printed


@pytest.mark.parametrize("query", [query for query, printed in GOLDEN if printed])
def test_a_printed_tree_parses_to_itself(query):
    printed = show(parse(query).tree)
    assert show(parse(printed).tree) == printed


def test_positions_are_offsets_into_the_query():
    query = 'de  l’OTAN "Al Jaafari" Côte-d’Or mot*'
    tree = parse(query).tree
    assert isinstance(tree, And)
    for word in ordered_words(tree):
        assert query[word.position : word.position + len(word.text)] == word.text
    assert query[tree.children[-1].position :] == "mot*"


def test_function_words_are_optional_beside_others_only():
    def optional(query):
        return [w.text for w in ordered_words(parse(query).tree) if w.optional]

    assert optional("avions de l'OTAN") == ["de", "l"]
    assert optional("de la") == []
    assert optional('"de la"') == []
    assert optional('de "la mer"') == ["de"]
    assert optional("(de la) mer") == ["de", "la"]
    assert optional("de OU mer") == []
    assert optional("de -mer") == []
    assert optional("or est été avions") == []


def test_required_words_are_those_that_every_match_holds():
    tree = parse('a b de "le c" (d OU e) -f gh*').tree
    assert [word.text for word in required_words(tree)] == ["b", "le", "c"]


def test_ordered_words_are_all_but_the_excluded_ones():
    tree = parse('avions de "le c" (d OU e) -f gh*').tree
    assert [word.text for word in ordered_words(tree)] == ["avions", "de", "le", "c", "d", "e"]


def test_a_phrase_keeps_its_slop_and_place():
    assert parse('x "a  b"~12').tree == And(
        (Word("x", 0), Phrase((Word("a", 3), Word("b", 6)), 12, 3))
    )

"""Functions of CEL and of Kubernetes' libraries, as the API server answers them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.schema_store.cel.engine import Engine
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.rules import Scope
from generator.schema_store.cel.values import View

pytest.importorskip("cel")


REFUSED, OPEN = "refused", "open"


def value(text: str) -> Any:
    try:
        return Engine().evaluate(text, View(Scope(), None), frozenset())
    except Refused:
        return REFUSED
    except Unverifiable:
        return OPEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what the engine has otherwise: characters, not bytes; Go's durations and numbers
        ("size('é')", 1),
        ("'naïve'.size()", 5),
        ("[1, 2].size() + {'a': 1}.size() + size(b'abc')", 6),
        ("size(1)", OPEN),
        ("int('5') + int(2.9) + int(-1)", 6),
        ("int('5x')", REFUSED),
        ("int('9223372036854775808')", REFUSED),
        ("double('1.5') + double(1)", 2.5),
        ("double('x')", REFUSED),
        ("string(1) + string(true) + string(1.0) + string('a') + string(b'b')", "1true1ab"),
        ("string(0.1)", OPEN),
        ("bool('true') && !bool('f')", True),
        ("bool('yes')", REFUSED),
        ("duration('1h30m') == duration('90m')", True),
        ("duration('1.5s') > duration('1499ms')", True),
        ("duration('-1m') < duration('0')", True),
        ("duration('1h').getMinutes()", 60),
        ("duration('1h 5m')", REFUSED),
        ("duration('1d')", REFUSED),
        ("duration('')", REFUSED),
        ("duration('1')", REFUSED),
        ("duration('9999999999h')", REFUSED),
        ("duration('1ns')", OPEN),
        ("timestamp('2020-01-01T00:00:00Z').getFullYear()", 2020),
        ("type(1) == int && type('a') == string && type(1u) == uint", True),
        # lists
        ("[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()", True),
        ("[1, 'a'].isSorted()", OPEN),
        ("[1, 2, 3].sum() + [].sum()", 6),
        ("[0.5, 0.25].sum()", 0.75),
        ("['a'].sum()", OPEN),
        ("[3, 1, 2].min() + [3, 1, 2].max()", 4),
        ("[].max()", REFUSED),
        ("[1, 2, 2].indexOf(2) + [1, 2, 2].lastIndexOf(2) + [1].indexOf(9)", 2),
        ("[true].indexOf(1)", -1),
        ("sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])", True),
        ("math.greatest(1, 5, 3) + math.least([4, 2])", 7),
        ("math.abs(-3)", 3),
        # texts
        ("'tacocat'.charAt(3) + 'abc'.charAt(3)", "o"),
        ("'abc'.charAt(4)", REFUSED),
        ("'abcb'.indexOf('b') + 'abcb'.lastIndexOf('b') + 'abcb'.indexOf('b', 2)", 7),
        ("'abc'.indexOf('a', 9)", REFUSED),
        ("'abcd'.substring(1, 3) + 'abcd'.substring(2)", "bccd"),
        ("'abc'.substring(2, 1)", REFUSED),
        ("'abc'.substring(7, 8)", REFUSED),
        ("'a.b.c'.replace('.', '-') + 'a.b.c'.replace('.', '-', 1)", "a-b-ca-b.c"),
        ("'a,b,c'.split(',') + 'a,b,c'.split(',', 2) + 'a'.split(',', 0)", ["a", "b", "c", "a", "b,c"]),
        ("['a', 'b'].join('/') + ['a', 'b'].join()", "a/bab"),
        ("'AbÉ'.lowerAscii() + 'aé'.upperAscii()", "abÉAé"),
        ("'  a\\t'.trim() + 'abc'.reverse()", "acba"),
        ("strings.quote('a\"b')", '"a\\"b"'),
        ("'%s has %d%%'.format(['a', 3])", "a has 3%"),
        ("'%.2f'.format([1.5])", "1.50"),
        ("'%s'.format([])", REFUSED),
        ("'%x'.format([1])", OPEN),
        ("'abc 123'.find('[0-9]+') + 'abc'.find('[0-9]')", "123"),
        ("'1a2b'.findAll('[0-9]') + '1a2b'.findAll('[0-9]', 1)", ["1", "2", "1"]),
        ("'aaaa'.find('(a+)+b')", OPEN),
        ("'a'.matches('^[a-z]$') && 'a1b'.matches('[0-9]')", True),
        # quantities and versions
        ("quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('500m').isLessThan(quantity('1'))", True),
        ("quantity('1.5').compareTo(quantity('1500m'))", 0),
        ("quantity('1') == quantity('1000m')", True),
        ("quantity('50k').add(quantity('20k')).sub(20).asInteger()", 69980),
        ("quantity('-1').sign() + quantity('0').sign()", -1),
        ("quantity('1.5').isInteger() || isQuantity('1Xi')", False),
        ("quantity('1.5').asInteger()", REFUSED),
        ("quantity('1.5').asApproximateFloat()", 1.5),
        ("quantity('big')", REFUSED),
        ("semver('1.2.3').isLessThan(semver('1.10.0')) && semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))", True),
        ("semver('1.2.3').major() + semver('1.2.3').minor() + semver('1.2.3').patch()", 6),
        ("isSemver('1.2') || isSemver('v1.2.3') || isSemver('01.2.3')", False),
        ("semver('v1.0.0', true)", OPEN),
        # URLs
        ("isURL('https://a.example.com:80/x?y=1') && isURL('/a') && !isURL('a/b') && !isURL('')", True),
        ("isURL('http://a b') || isURL('http://a:x') || isURL('http://a/%zz') || isURL('ghcr.io/a:1')", False),
        ("url('HTTPS://u@a.b:8443/x').getScheme() + url('https://a.b:8443/x').getHost()", "httpsa.b:8443"),
        ("url('https://[::1]:80/').getHostname() + url('https://[::1]:80/').getPort()", "::180"),
        ("url('https://a/b/c?x=1').getEscapedPath()", "/b/c"),
        ("url('https://a/?x=1&x=2&y=a%20b').getQuery()", {"x": ["1", "2"], "y": ["a b"]}),
        ("url('nothing')", REFUSED),
        # addresses
        (
            "isIP('10.0.0.1') && isIP('::1') && !isIP('010.0.0.1') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%a')",
            True,
        ),
        ("ip('::1').family() + ip('10.0.0.1').family()", 10),
        ("ip.isCanonical('::1') && !ip.isCanonical('0:0:0:0:0:0:0:1')", True),
        ("ip.isCanonical('x')", REFUSED),
        ("ip('127.0.0.1').isLoopback() && ip('::').isUnspecified() && ip('169.254.1.1').isLinkLocalUnicast()", True),
        ("ip('10.0.0.1').isGlobalUnicast() && !ip('224.0.0.1').isGlobalUnicast()", True),
        ("ip('224.0.0.5').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()", True),
        ("cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))", True),
        ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.0.0.0/8').containsCIDR('0.0.0.0/0')", True),
        ("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.1.2.3/8').prefixLength() == 8", True),
        ("string(cidr('10.1.2.3/8').ip())", "10.1.2.3"),
        ("isCIDR('10.0.0.0/255.0.0.0') || isCIDR('10.0.0.0/33') || isCIDR('10.0.0.0')", False),
        # formats and optionals
        ("format.dns1123Label().validate('a-b').hasValue()", False),
        ("format.dns1123Label().validate('A').hasValue()", True),
        ("format.named('dns1123Subdomain').value().validate('a.b').hasValue()", False),
        ("format.named('nothing').hasValue()", False),
        ("format.dns1123LabelPrefix().validate('a-').hasValue()", False),
        ("format.qualifiedName().validate('example.com/a_b').hasValue()", False),
        ("format.labelValue().validate('-a').hasValue()", True),
        ("format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()", False),
        ("format.date().validate('2020-13-01').hasValue()", True),
        ("format.byte().validate('YQ==').hasValue()", False),
        ("format.uri().validate('x').hasValue()", OPEN),
        ("optional.of(1).orValue(2) + optional.none().orValue(3)", 4),
        # what nobody knows
        ("authorizer.path('/').check('get').allowed()", OPEN),
        ("nothing('a')", OPEN),
        ("'a'.nothing() || true", OPEN),
    ],
)
def test_a_function_answers_as_the_api_server_does(text: str, expected: Any) -> None:
    found = value(text)
    assert found == expected and type(found) is type(expected)


def test_a_text_does_not_grow_without_end() -> None:
    text = "'a'" + ".replace('', 'aaaaaaaaaa')" * 8
    assert value(f"size({text}) > 0") == OPEN
    assert value("'a'.replace('', 'b')") == "bab"

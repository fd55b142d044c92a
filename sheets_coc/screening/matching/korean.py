"""Korean names in Latin letters as Koreans write them.

Family names keep spellings that no scheme of romanisation produces (이 is Lee, Yi or Rhee), so
they are listed; given names follow the official scheme, and comparing forgives the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FAMILIES = (
    "이 lee yi rhee ri|김 kim gim|박 park pak bak|최 choi choe|정 jung jeong chung|조 cho jo"
    "|강 kang gang|윤 yoon yun|장 jang chang|임 lim im rim|한 han|오 oh o|서 seo suh|신 shin sin"
    "|권 kwon gwon|황 hwang|안 ahn an|송 song|류 ryu yoo yu|유 yoo yu you|전 jeon chun jun"
    "|홍 hong|고 ko go koh|문 moon mun|양 yang|손 son sohn|배 bae pae|백 baek paik baik"
    "|허 heo hur huh|남 nam|심 shim sim|노 noh roh no|하 ha|곽 kwak gwak|성 sung seong|차 cha"
    "|주 joo ju|우 woo|구 koo gu ku|나 na|라 ra|진 jin chin|지 ji|엄 eom um|채 chae|원 won"
    "|천 cheon chun|방 bang pang|공 kong gong|현 hyun hyeon|함 ham|변 byun byeon|염 yeom yum"
    "|여 yeo|추 choo chu|도 do|소 so|석 seok suk|선 sun seon|설 seol|마 ma|길 gil kil|연 yeon"
    "|위 wi|표 pyo|명 myung|기 ki|반 ban|왕 wang|금 keum geum|옥 ok|육 yook|인 in|맹 maeng"
    "|제 je|모 mo|탁 tak|국 kook|은 eun|편 pyeon|용 yong|예 ye|남궁 namgung namkoong|선우 sunwoo"
    "|황보 hwangbo|제갈 jegal|독고 dokgo"
)
_BY_HANGUL = {line.split()[0]: line.split()[1:] for line in _FAMILIES.split("|")}
_HANGUL = re.compile("[\uac00-\ud7a3]+")


def romanised(text: str) -> Iterator[tuple[str, str]]:
    """Given and family name of a Korean name, in each usual spelling; nothing for other names."""
    if text.isascii():
        return
    word = "".join(text.split())
    if not _HANGUL.fullmatch(word) or not 2 <= len(word) <= 5:
        return
    from anyascii import anyascii

    length = 2 if word[:2] in _BY_HANGUL and len(word) > 2 else 1
    given = anyascii(word[length:]).lower()
    for family in _BY_HANGUL.get(word[:length], ()):
        yield given, family

"""Text: a change that goes sign by sign may be made to many texts at once."""

import pytest

from apps.core.text import compact, each, fold


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["姓 名", "", "同 上"],
        ["Ａ", "\u0301", "⺠ 族", "\u200b党\u200d龄"],
        ["一\0二", "三"],
    ],
    ids=["none", "empty", "spaces", "signs that join", "separators"],
)
def test_many_texts_come_out_as_each_by_itself(texts):
    assert each(compact, texts) == [compact(text) for text in texts]
    assert each(fold, texts) == [fold(text) for text in texts]

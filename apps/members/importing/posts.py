"""党内职务 — the words of a roster and the seats of the register."""

from apps.members.models import Seat

NONE = "普通党员"
POSTS = {
    "书记": Seat.Post.SECRETARY.value,
    "副书记": Seat.Post.DEPUTY.value,
    "委员": Seat.Post.MEMBER.value,
    "党小组长": Seat.Post.GROUP_LEADER.value,
}
PORTFOLIOS = {f"{p.label}委员": p.value for p in Seat.Portfolio if p is not Seat.Portfolio.OTHER}
WORDS = {(post, ""): word for word, post in POSTS.items()} | {
    (Seat.Post.MEMBER.value, portfolio): word for word, portfolio in PORTFOLIOS.items()
}


def seat_for(post: str) -> tuple[str, str] | None:
    """Post and portfolio; nothing for 普通党员."""
    if post in PORTFOLIOS:
        return Seat.Post.MEMBER.value, PORTFOLIOS[post]
    return (POSTS[post], "") if post in POSTS else None


def word_for(seat: Seat | None) -> str | None:
    """What a roster would call a seat."""
    if seat is None:
        return None
    return WORDS.get((seat.post, seat.portfolio)) or WORDS.get((seat.post, "")) or seat.get_post_display()

"""Every answer says what a browser may load, whoever made it; who may frame the app is the operator's to say."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from relu_viz.stage import Headers, routes
from tests.stage.test_routes import call


def app_of(embed: str) -> Starlette:
    return Starlette(routes=routes(""), middleware=[Middleware(Headers, embed=embed)])


def policy_of(headers: dict[str, str]) -> dict[str, list[str]]:
    parts = (part.split() for part in headers["content-security-policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", ["/live/nobody", "/live", "/nothing"])
def test_answers_and_refusals_have_the_headers(path):
    status, headers, _ = call(app_of("*"), path)
    assert status == 404
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    policy = policy_of(headers)
    assert policy["frame-ancestors"] == ["*"]
    ours = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert all(set(sources) <= ours for name, sources in policy.items() if name != "frame-ancestors")
    assert policy["default-src"] == ["'self'"], "what is not named comes from here, too"
    assert policy["img-src"] == ["'self'", "data:", "blob:"]


@pytest.mark.parametrize(
    ("embed", "ancestors"),
    [("*", ["*"]), ("none", ["'none'"]), ("https://lms.example", ["'self'", "https://lms.example"]),
     ("https://*.school.example:8443  localhost:*", ["'self'", "https://*.school.example:8443", "localhost:*"])],
)  # fmt: skip
def test_the_operator_says_who_may_frame_the_app(embed, ancestors):
    assert policy_of(call(app_of(embed), "/live")[1])["frame-ancestors"] == ancestors


NO_SITES = ["", " ", "a; script-src *", "https://x.example,b", "javascript:alert(1)", "*.*", "x\ny;"]


@pytest.mark.parametrize("embed", NO_SITES)
def test_another_word_than_a_site_stops_the_server_with_a_sentence(embed):
    with pytest.raises(ValueError, match=r"^RELU_VIZ_EMBED must be \*, none, or addresses such as https://lms.example"):
        Headers(app_of("*"), embed)

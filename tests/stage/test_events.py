"""What a browser tells of a picture is an event of the kind that its reader accepts, or nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from relu_viz.stage.events import LONGEST_TEXT, Rest, read_dragged, read_edit, read_frame, read_rest

numbers = st.one_of(st.integers(), st.just(10**400), st.just(2**32), st.floats(), st.booleans(), st.none())
NAMES = st.sampled_from(["generation", "family", "epoch", "focus", "alphas", "elu", "relu", "hidden", "seat", ""])
anything = st.recursive(
    st.one_of(numbers, st.text(max_size=5), NAMES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES | st.text(max_size=3), inner)),
    max_leaves=12,
)


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@settings(max_examples=200)
@given(anything)
def test_whatever_is_told_is_an_event_of_that_kind_or_nothing(told):
    frame, edit, rest, dragged = read_frame(told, 9), read_edit(told), read_rest(told), read_dragged(told, ("elu",))
    assert frame is None or (is_whole(told) and told in range(9))
    assert edit is None or (edit == told and all(isinstance(word, str) for pair in edit.items() for word in pair))
    assert rest is None or (all(is_whole(value) for value in vars(rest).values()) and 0 <= rest.epoch <= 10**6)
    assert dragged is None or (dragged[0] == "elu" and set(dragged[1]) <= {"elu"})
    for alpha in dragged[1].values() if dragged else ():
        assert is_whole(alpha) or isinstance(alpha, float)


@settings(max_examples=100)
@given(st.tuples(numbers, numbers, numbers))
def test_a_rest_is_three_whole_numbers(told):
    generation, family, epoch = told
    good = all(map(is_whole, told)) and 0 <= epoch <= 10**6
    moment = {"generation": generation, "family": family, "epoch": epoch}
    assert read_rest(moment) == (Rest(generation, family, epoch) if good else None)
    assert read_rest({"generation": generation, "family": family}) is None


@settings(max_examples=100)
@given(numbers)
def test_a_frame_is_a_whole_number_below_how_many_there_are(told):
    assert read_frame(told, 5) == (told if is_whole(told) and told in range(5) else None)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["elu", "selu", "prelu"]), numbers | st.text(max_size=3)))
def test_alphas_are_numbers_of_activations_that_are_shown(alphas):
    shown = {name: alpha for name, alpha in alphas.items() if name != "selu"}
    good = all(is_whole(alpha) or isinstance(alpha, float) for alpha in shown.values())
    found = read_dragged({"focus": "elu", "alphas": alphas}, ("elu", "prelu"))
    assert found is None if not good else found[0] == "elu" and found[1] is not alphas and list(found[1]) == list(shown)


def test_an_edit_has_ten_parameters_at_most_and_texts_as_long_as_five_thousand_points():
    assert read_edit({f"a{n}": "1" for n in range(10)})
    assert read_edit({f"a{n}": "1" for n in range(11)}) is None
    assert LONGEST_TEXT >= (4 + 5 * 5000) * 4 / 3
    assert read_edit({"points": "A" * 40_000})
    assert read_edit({"points": "A" * 40_001}) is None
    assert read_edit({"A" * 40_001: "x"}) is None
    assert read_edit({"seed": 5}) is None
    assert read_edit({5: "seed"}) is None

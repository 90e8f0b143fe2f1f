"""Joining two versions of a journal."""

from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.sync.merge import GitFile, merge

PATHS = st.sampled_from(["a", "b", "c"])
TREES = st.dictionaries(PATHS, st.builds(GitFile, st.just("100644"), st.sampled_from("123")))


def copy_path(path: str, blob_id: str) -> str:
    return f"{path} ({blob_id})"


@given(TREES, TREES, TREES)
def test_nothing_new_on_either_side_is_lost(base, ours, theirs):
    merged = merge(base, ours, theirs, copy_path).tree
    for side in (ours, theirs):
        for path, file in side.items():
            if file != base.get(path):
                assert file in {merged.get(path), merged.get(copy_path(path, file.id))}


@given(TREES, TREES, TREES)
def test_a_file_goes_only_if_one_side_deleted_it_and_the_other_did_not_change_it(
    base, ours, theirs
):
    merged = merge(base, ours, theirs, copy_path).tree
    for path in {*base, *ours, *theirs} - set(merged):
        assert path not in ours or path not in theirs
        assert {ours.get(path), theirs.get(path)} <= {None, base[path]}


@given(TREES, TREES)
def test_what_only_one_side_changed_is_taken_as_it_is(base, changed):
    assert changed == merge(base, changed, base, copy_path).tree
    assert changed == merge(base, base, changed, copy_path).tree
    assert changed == merge(base, changed, changed, copy_path).tree


@given(TREES, TREES, TREES)
def test_a_merge_that_is_repeated_after_it_was_cut_off_gives_the_same(base, ours, theirs):
    merged = merge(base, ours, theirs, copy_path).tree
    assert merged == merge(base, merged, theirs, copy_path).tree

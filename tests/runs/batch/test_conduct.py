"""A whole batch into a folder: what it holds, that it is the same however it was run, and whose folder it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from simulator.cli import main
from simulator.errors import BatchDamaged, BatchLocked, EngineFault, UsageError
from simulator.measures import MEASURES
from simulator.processes import held
from simulator.readers.times import EVENT_TIMES
from simulator.runs.batch.designs import design_of, read_factor
from simulator.runs.batch.tables import harmless
from simulator.runs.batch.tally import Precision
from simulator.runs.headless import run_once
from tests.runs.batch import cases
from tests.runs.batch.cases import Here, an_experiment, batch_in, kept, rows_of, with_local


def manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a batch of two arms, twelve replications each."""
    folder = tmp_path_factory.mktemp("batch")
    batch_in(folder / "out", an_experiment(folder), with_csv=True)
    return folder


def test_a_row_holds_what_the_same_run_alone_gives(finished: Path) -> None:
    experiment = an_experiment(finished)
    for case in (0, 1):
        _, blueprint = experiment.blueprint(case)
        run = run_once(blueprint, 1, 7)
        arm = experiment.arms[case].id
        rows = [r for r in rows_of(finished / "out") if (r["arm"], r["replication"]) == (arm, 7)]
        assert {r["measure"]: r["value"] for r in rows} == run.measures
        told = next(r for r in rows_of(finished / "out", "runs") if (r["arm"], r["replication"]) == (arm, 7))
        assert (told["digest"], told["events"], told["endex_s"]) == (run.digest, len(run.log), run.endex)


def test_tables_are_tidy_and_in_order(finished: Path) -> None:
    rows = rows_of(finished / "out")
    assert list(rows[0]) == ["arm", "variant", "assumption", "replication", "seed", "measure", "value"]
    order = {name: i for i, name in enumerate(("base", "slow"))}
    measures = {name: i for i, name in enumerate(MEASURES)}
    keys = [(order[r["arm"]], r["assumption"], r["replication"], measures[r["measure"]]) for r in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == 2 * 12 * len(MEASURES)
    assert {(r["arm"], r["variant"]) for r in rows} == {("base", ""), ("slow", "slow")}
    times = rows_of(finished / "out", "times")
    assert list(times[0])[-3:] == ["event", "time_s", "observed"]
    assert {r["event"] for r in times} <= set(EVENT_TIMES)
    assert {r["observed"] for r in times} == {True, False}


def test_pandas_polars_and_duckdb_read_the_same(finished: Path) -> None:
    path = str(finished / "out" / "results.parquet")
    wanted = sum(r["value"] for r in rows_of(finished / "out") if r["measure"] == "civilian_harm")
    assert wanted > 0
    frame = pd.read_parquet(path)
    assert frame[frame.measure == "civilian_harm"].value.sum() == wanted
    assert pl.read_parquet(path).filter(pl.col("measure") == "civilian_harm")["value"].sum() == wanted
    query = f"select sum(value) from '{path}' where measure = 'civilian_harm'"
    assert duckdb.sql(query).fetchall() == [(wanted,)]
    nothing = frame[frame.measure == "queue_wait"].value
    assert nothing.isna().all()
    assert len(nothing) == 24


def test_the_csv_says_the_same_and_no_cell_is_a_formula(finished: Path) -> None:
    frame = pd.read_csv(finished / "out" / "results.csv", keep_default_na=False)
    rows = rows_of(finished / "out")
    assert list(frame.columns) == list(rows[0])
    assert [float(v) if v else None for v in frame.value.astype(str)] == [r["value"] for r in rows]
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\0=1"):
        assert harmless(text) == f"'{text}"
    assert harmless("base, x=-1") == "base, x=-1"


def test_a_csv_that_is_there_grows_with_its_batch(tmp_path: Path) -> None:
    batch_in(tmp_path / "out", an_experiment(tmp_path), 2, with_csv=True)
    batch_in(tmp_path / "out", an_experiment(tmp_path), 3)
    assert set(pd.read_csv(tmp_path / "out" / "times.csv").replication) == {0, 1, 2}


def test_the_manifest_says_what_was_run_and_by_what(finished: Path) -> None:
    found = manifest(finished / "out")
    assert found["format"] == 1
    assert found["state"] == "whole"
    assert found["replications"] == {"base": 12, "slow": 12}
    assert found["scenario"]["file_text"] == (finished / "small.yaml").read_text(encoding="utf-8")
    assert [arm["id"] for arm in found["arms"]] == ["base", "slow"]
    assert len({arm["blueprint_sha256"] for arm in found["arms"]}) == 2
    assert found["arms"][0]["assumed"][0]["parameter"]
    assert {"python", "numpy", "simpy", "scipy", "pyarrow"} <= set(found["versions"])
    assert found["measures"]["civilian_harm"] == {
        "unit": "people",
        "k": "K1",
        "about": MEASURES["civilian_harm"].about,
    }
    assert found["design"]["kind"] == "none"
    assert len(found["results_digest"]) == 64


# the same results however they were run


@pytest.fixture(scope="module")
def digest(finished: Path) -> str:
    return str(manifest(finished / "out")["results_digest"])


@pytest.mark.parametrize(("workers", "chunk"), [(1, None), (2, 1), (2, 5), (4, 100)])
def test_results_are_equal_for_any_number_of_workers_and_any_chunk(
    workers: int, chunk: int | None, finished: Path, digest: str, tmp_path: Path
) -> None:
    experiment = an_experiment(finished)
    done = batch_in(tmp_path / "out", experiment, pool=with_local(experiment, workers), chunk=chunk)
    assert done.whole
    assert done.digest == digest


def test_results_are_equal_when_a_batch_grows_by_and_by(finished: Path, digest: str, tmp_path: Path) -> None:
    experiment = an_experiment(finished)
    news = [batch_in(tmp_path / "out", experiment, number).new for number in (3, 3, 7, 12)]
    assert news == [6, 0, 8, 10]
    assert manifest(tmp_path / "out")["results_digest"] == digest


def test_another_seed_gives_another_digest(finished: Path, digest: str, tmp_path: Path) -> None:
    assert batch_in(tmp_path / "out", an_experiment(finished, seed=2)).digest != digest


def test_replications_of_two_arms_are_pairs(finished: Path) -> None:
    """What the change does not touch is the same: the size of the group that comes is drawn in both arms alike."""
    experiment = an_experiment(finished)
    for replication in range(3):
        sizes = [
            [
                e.data
                for e in run_once(experiment.blueprint(case)[1], 1, replication).log
                if e.kind == "barrier_attacked"
            ]
            for case in (0, 1)
        ]
        assert sizes[0] == sizes[1] != []


def test_a_batch_stops_at_the_precision_at_the_same_number_whatever_ran_it(tmp_path: Path) -> None:
    experiment = an_experiment(tmp_path)
    wanted = (Precision("civilian_harm", width=12.0),)
    one = batch_in(tmp_path / "one", experiment, 300, precision=wanted, least=10)
    two = batch_in(tmp_path / "two", experiment, 300, pool=with_local(experiment, 2), precision=wanted, least=10)
    assert one.replications == two.replications
    assert 10 <= one.replications["base"] < 300
    assert one.digest == two.digest
    for arm in ("base", "slow"):
        interval = one.intervals[arm]["civilian_harm"]
        assert interval is not None
        assert interval.width <= 12
    again = batch_in(tmp_path / "one", experiment, 300, precision=wanted, least=10)
    assert (again.new, again.digest) == (0, one.digest)


def test_a_precision_that_is_not_reached_is_said(tmp_path: Path) -> None:
    done = batch_in(
        tmp_path / "out", an_experiment(tmp_path), 20, precision=(Precision("civilian_harm", width=0.001),), least=10
    )
    assert done.whole
    assert done.replications == {"base": 20, "slow": 20}
    assert done.not_narrow


def test_assumed_numbers_vary_outside_and_the_file_stands_as_set_nought(tmp_path: Path) -> None:
    plain = batch_in(tmp_path / "plain", an_experiment(tmp_path), 4)
    batch_in(tmp_path / "out", an_experiment(tmp_path, assumptions=3), 4)
    rows = kept(tmp_path / "out")
    assert [r for r in rows if r[1] == 0] == kept(tmp_path / "plain")
    assert {(arm, a): len([r for r in rows if r[:2] == (arm, a)]) for arm, a, _, _ in rows} == {
        (arm, a): 4 for arm in ("base", "slow") for a in range(4)
    }
    assert len({digest for _, _, _, digest in rows}) > 16
    assert len(manifest(tmp_path / "out")["assumptions"]["sets"]) == 4
    assert plain.whole


def test_a_design_makes_arms_with_their_factors(tmp_path: Path) -> None:
    design = design_of("lhs", [read_factor("units.platoon.notice", "5..60 min")], 5, 1)
    done = batch_in(tmp_path / "out", an_experiment(tmp_path, variants=("base",), design=design), 3)
    assert done.whole
    arms = manifest(tmp_path / "out")["arms"]
    assert len(arms) == 5
    for arm in arms:
        notice = arm["factors"]["units.platoon.notice"]
        assert 5 <= notice <= 60
        assert arm["sets"] == {"units.platoon.notice": f"{notice:g} min"}
        assert arm["id"] == f"base, units.platoon.notice={notice:g} min"


# what goes wrong


def test_a_fatal_replication_is_set_aside_with_the_command_that_repeats_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = an_experiment(tmp_path)
    done = batch_in(tmp_path / "out", experiment, pool=with_local(experiment, 2, cases.fatal))
    assert not done.whole
    assert [(q["arm"], q["replication"]) for q in done.quarantined] == [("base", 5)]
    assert len(kept(tmp_path / "out")) == 23
    words = done.quarantined[0]["command"].split()
    assert words[:2] == ["startex", "run"]
    assert main([*words[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["replication"] == 5
    again = batch_in(tmp_path / "out", experiment)
    assert (again.whole, again.new) == (True, 1)


def test_a_replication_whose_engine_fails_twice_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.runs.batch import work

    def failing(program: Any, seed: int, replication: int, **more: Any) -> Any:
        if replication == 3:
            raise EngineFault("a loop without delay")
        return run_once(program, seed, replication, **more)

    monkeypatch.setattr(work, "run_once", failing)
    done = batch_in(tmp_path / "out", an_experiment(tmp_path))
    assert [(q["replication"], q["why"]) for q in done.quarantined] == [(3, "EngineFault: a loop without delay")] * 2
    assert manifest(tmp_path / "out")["quarantined"] == done.quarantined
    assert manifest(tmp_path / "out")["state"] == "partial"


def test_a_result_that_is_too_large_fails_and_the_rest_goes_on(tmp_path: Path) -> None:
    done = batch_in(tmp_path / "out", an_experiment(tmp_path), 4, largest=10)
    assert len(done.quarantined) == 8
    assert "more than a worker may give" in done.quarantined[0]["why"]
    assert batch_in(tmp_path / "out", an_experiment(tmp_path), 4).whole


def test_a_worker_with_other_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"numpy 1\.0, which differs from here"):
        batch_in(tmp_path / "out", an_experiment(tmp_path), pool=lambda: Here(2, cases.wrong))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 2}, "its seed is 1, not 2"),
        ({"variants": ("base",)}, "its arms are base, slow, not base"),
        ({"sets": {"units.platoon.notice": "7 min"}}, "its arms are"),
        ({"assumptions": 2}, "sets of assumed numbers"),
    ],
)
def test_a_folder_is_continued_by_its_own_experiment_only(change: dict[str, Any], said: str, finished: Path) -> None:
    before = manifest(finished / "out")
    with pytest.raises(UsageError, match=said):
        batch_in(finished / "out", an_experiment(finished, **change))
    assert manifest(finished / "out") == before


def test_a_scenario_that_was_changed_does_not_continue_its_batch(tmp_path: Path) -> None:
    batch_in(tmp_path / "out", an_experiment(tmp_path), 2)
    path = tmp_path / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(UsageError, match="the scenario's text has changed"):
        batch_in(tmp_path / "out", an_experiment(tmp_path), 2)


def test_a_damaged_shard_is_run_again(finished: Path, digest: str, tmp_path: Path) -> None:
    batch_in(tmp_path / "out", an_experiment(finished))
    shard = next((tmp_path / "out" / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:-10])
    done = batch_in(tmp_path / "out", an_experiment(finished))
    assert done.damaged == [shard.name]
    assert done.new > 0
    assert done.digest == digest


def test_tables_that_were_deleted_or_damaged_are_written_anew_from_the_shards(
    finished: Path, digest: str, tmp_path: Path
) -> None:
    batch_in(tmp_path / "out", an_experiment(finished))
    (tmp_path / "out" / "results.parquet").write_bytes(b"nothing")
    (tmp_path / "out" / "times.parquet").unlink()
    done = batch_in(tmp_path / "out", an_experiment(finished))
    assert (done.new, done.digest) == (0, digest)
    assert len(rows_of(tmp_path / "out")) == 24 * len(MEASURES)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format": 1}', b'{"format": 9}', b"[" * 100_000])
def test_a_damaged_manifest_is_told_and_nothing_is_written(content: bytes, tmp_path: Path) -> None:
    batch_in(tmp_path / "out", an_experiment(tmp_path), 2)
    (tmp_path / "out" / "manifest.json").write_bytes(content)
    with pytest.raises(BatchDamaged, match="manifest"):
        batch_in(tmp_path / "out", an_experiment(tmp_path), 2)
    assert (tmp_path / "out" / "manifest.json").read_bytes() == content


def test_a_folder_that_somebody_else_writes_into_is_locked(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with held(str(tmp_path / "out" / ".lock")), pytest.raises(BatchLocked, match="process"):
        batch_in(tmp_path / "out", an_experiment(tmp_path), 2)
    assert batch_in(tmp_path / "out", an_experiment(tmp_path), 2).whole


def test_a_folder_that_is_no_batch_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="no batch and not empty"):
        batch_in(tmp_path / "out", an_experiment(tmp_path), 2)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [".lock", "thesis.txt"]


def test_pools_whose_workers_do_nothing_are_given_up(tmp_path: Path) -> None:
    experiment = an_experiment(tmp_path)
    with pytest.raises(EngineFault, match="before they have done anything"):
        batch_in(tmp_path / "out", experiment, pool=with_local(experiment, 1, cases.silly))

"""The job on more than one executor: one killed half-way, one task run twice at a time."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import pyspark
import test_job
from comparing import features_in, rows_in

HERE = Path(__file__).resolve().parent
JOB = HERE.parent / "lifecircle_spark.py"
SPARK_HOME = Path(pyspark.__file__).parent
SMALL = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": "2",
    "spark.log.level": "ERROR",
}


def confs(**more):
    """Options of spark-submit."""
    return [word for key, value in {**SMALL, **more}.items() for word in ("--conf", f"{key}={value}")]


def free_port():
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_open(port):
    """Waits for a server to listen."""
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")


@contextlib.contextmanager
def standalone_cluster(folder):
    """A master and two workers of one core each that take themselves for two machines."""
    port = free_port()
    environment = dict(
        os.environ,
        SPARK_HOME=str(SPARK_HOME),
        SPARK_NO_DAEMONIZE="1",
        SPARK_DAEMON_MEMORY="256m",
        SPARK_LOCAL_DIRS=str(folder),
        SPARK_LOG_DIR=str(folder),
    )
    with contextlib.ExitStack() as stack, (folder / "cluster.log").open("wb") as log:

        def start(role, *words):
            command = [str(SPARK_HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *words]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        until_open(port)
        for host in ("127.0.0.1", "127.0.0.2"):
            words = [
                "--host",
                host,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                str(folder / host),
            ]
            start("worker.Worker", *words, f"spark://127.0.0.1:{port}")
        yield f"spark://127.0.0.1:{port}"


class ClusterTests(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="lifecircle-spark-test-", ignore_cleanup_errors=True)
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def disturb(self, program, **plan):
        """Plans disturbances of tiles (by number) of the set in “tiles”."""
        tiles = json.loads((self.folder / "tiles" / "tiles.json").read_text())["tiles"]
        self.checksums = {name: tiles[number]["sha256"] for name, number in plan.items()}
        (self.folder / "plan.json").write_text(json.dumps({"program": program, **self.checksums}))

    def runs_of(self, name):
        """How often the program was started on a tile."""
        return len(list(self.folder.glob(f"run-{self.checksums[name]}-*")))

    def submit(self, master, *words, **more):
        """The job under spark-submit."""
        command = [SPARK_HOME / "bin" / "spark-submit", "--master", master]
        command += confs(**{"spark.executorEnv.DISTURBED": str(self.folder)}, **more)
        outputs = [f"--{name}={self.folder / name}" for name in ("parquet", "geojson", "summary")]
        command += [*words, JOB, "coverage", "--tiles", self.folder / "tiles", *outputs]
        environment = dict(os.environ, PYSPARK_PYTHON=sys.executable, SPARK_HOME=str(SPARK_HOME))
        return command, environment

    def finish(self, command, environment, *words):
        """Runs it and gives its standard error; exit code 0 is expected."""
        done = subprocess.run([*map(str, command), *words], env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_a_task_run_twice_at_a_time_leaves_its_rows_once(self):
        features = [test_job.feature(row, float(row % 5) or None) for row in range(24)]
        test_job.write_tiles(
            self.folder / "tiles", [{"features": features[row : row + 2]} for row in range(0, 24, 2)]
        )
        self.disturb(test_job.STAND_IN, slow=5)
        program = self.folder / "lifecircle"
        shutil.copy(HERE / "disturbed.py", program)
        speculation = {"interval": "200ms", "quantile": "0.5", "multiplier": "1.5", "minTaskRuntime": "200ms"}
        settings = {f"spark.speculation.{key}": value for key, value in speculation.items()}
        with standalone_cluster(self.folder) as master:
            # Each executor gets the program from here, by --files, and finds it under its name.
            command, environment = self.submit(
                master, "--files", program, **{"spark.speculation": "true", **settings}
            )
            self.finish(command, environment, "--binary", "lifecircle")
        self.assertEqual(self.runs_of("slow"), 2)
        found = features_in(self.folder / "geojson")
        self.assertEqual(
            [feature["properties"]["name"] for feature in found], [f"block {row}" for row in range(24)]
        )
        self.assertEqual([row["lifecircle_row"] for row in rows_in(self.folder / "parquet")], list(range(24)))

"""Runs the lifecircle program for an algorithm: progress, cancelling, errors."""

import os
import re
import shutil
import signal
import subprocess
import threading

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import QgsApplication, QgsProcessingException

PROGRAM_SETTING = "LIFECIRCLE_PROGRAM"
PROGRESS = re.compile(r"^(.*\S)\s+(\d+) %$")


def language():
    """`zh` where QGIS speaks Chinese, else `en`."""
    return "zh" if QgsApplication.locale().lower().startswith("zh") else "en"


def word(english, chinese):
    """The text in QGIS's language."""
    return chinese if language() == "zh" else english


def program():
    """Path of the program: the setting, the environment variable LIFECIRCLE, or PATH."""
    named = ProcessingConfig.getSetting(PROGRAM_SETTING) or os.environ.get("LIFECIRCLE")
    found = shutil.which(named or "lifecircle")
    if not found:
        raise QgsProcessingException(
            word(
                f"The program {named or 'lifecircle'} is not found. Install it, or set its path under Settings > "
                "Options > Processing > Providers > lifecircle.",
                f"找不到程序 {named or 'lifecircle'}。请先安装，或在“设置 > 选项 > 处理 > 提供者 > lifecircle”中填写路径。",
            )
        )
    return found


def shown(words):
    """The command line as one would type it."""
    return " ".join(f'"{w}"' if re.search(r"[\s\"'()&;|]", w) or not w else w for w in words)


def run(words, feedback):
    """Runs `lifecircle WORDS` and returns its exit code, 0 or 1.

    Standard output goes to the log. Standard error is shown as it comes; lines of progress move the bar. Cancelling
    interrupts the program, which then removes what it began to write. Every other exit code raises its message.
    """
    line = [program(), *words, "--progress", "--lang", language()]
    feedback.pushCommandInfo(shown(line))
    printed, failures = [], []
    with subprocess.Popen(
        line,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        readers = [
            threading.Thread(target=lambda: printed.extend(process.stdout)),
            threading.Thread(target=_follow, args=(process.stderr, feedback, failures)),
        ]
        for reader in readers:
            reader.start()
        while _is_running(process):
            if feedback.isCanceled():
                process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
                process.wait()
        for reader in readers:
            reader.join()
    if feedback.isCanceled():
        raise QgsProcessingException(word("Cancelled", "已取消"))
    for text in printed:
        feedback.pushConsoleInfo(text.rstrip("\n"))
    if process.returncode not in (0, 1) or (process.returncode == 1 and failures):
        message = "\n".join(failures) or f"lifecircle: exit {process.returncode}"
        raise QgsProcessingException(message)
    return process.returncode


def _is_running(process):
    """Waits a tenth of a second for the end."""
    try:
        process.wait(0.1)
        return False
    except subprocess.TimeoutExpired:
        return True


def _follow(stream, feedback, failures):
    """Hands lines of standard error on: progress, failures, notes of the ledger."""
    for raw in stream:
        text = raw.rstrip("\n")
        progress = PROGRESS.match(text)
        if progress:
            feedback.setProgressText(progress[1])
            feedback.setProgress(int(progress[2]))
        elif text.startswith("lifecircle: "):
            failures.append(text)
        elif text:
            feedback.pushInfo(text)

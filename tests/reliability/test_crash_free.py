"""Whatever is said, the server lives, answers each request once, and breaks nothing within."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.reliability.conversation import Conversation, talk
from tests.reliability.rig import quiet

TALKED = 96_000
"""Messages of plain chance, which is fast."""

EXAMPLES, STEPS, BURST = 25, 30, 12
"""Hypothesis' share: it is slow, but makes a failure small. At least 4,000 messages."""

PROCESSES = 3
"""More than there are cores: half of a talk's time goes by in waiting for threads."""

_MESSAGES_OF_A_TALK = 4_000
seeds = st.integers(0, 2**32)
counts = st.integers(1, BURST)


class Protocol(RuleBasedStateMachine):
    """Requests, notifications, source and operations mutated together."""

    sent = 0

    def __init__(self) -> None:
        super().__init__()
        self.talk = Conversation(random.Random(0))  # noqa: S311 - repeatable, not secret
        self.talk.begin()

    @rule(seed=seeds)
    def begin(self, seed: int) -> None:
        self.talk.chance.seed(seed)
        self.talk.begin()

    @rule(seed=seeds, count=counts)
    def ask(self, seed: int, count: int) -> None:
        self.talk.chance.seed(seed)
        self.talk.burst([self.talk.traffic.request(self.talk.chance) for _ in range(count)])

    @rule(seed=seeds, count=counts)
    def tell(self, seed: int, count: int) -> None:
        self.talk.chance.seed(seed)
        self.talk.burst([self.talk.traffic.notification(self.talk.chance) for _ in range(count)])

    @rule(seed=seeds, count=counts)
    def say_all_sorts(self, seed: int, count: int) -> None:
        self.talk.chance.seed(seed)
        self.talk.mixed(count)

    @rule(seed=seeds, count=counts)
    def say_what_is_odd(self, seed: int, count: int) -> None:
        self.talk.chance.seed(seed)
        self.talk.burst([self.talk.traffic.oddity(self.talk.chance) for _ in range(count)])

    @precondition(lambda self: self.talk.messages > 100)
    @rule()
    def restart(self) -> None:
        self.talk.restart()

    def teardown(self) -> None:
        type(self).sent += self.talk.messages
        self.talk.close()


def test_a_machine_of_states(soak: int) -> None:
    rules = settings(
        max_examples=EXAMPLES * soak,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=soak == 1,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Protocol, settings=rules)
    print(f"{Protocol.sent} messages")


def test_talk_of_plain_chance(soak: int) -> None:
    talks = TALKED // _MESSAGES_OF_A_TALK * soak
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn, initializer=quiet) as pool:
        sent = sum(pool.map(talk, range(talks), [_MESSAGES_OF_A_TALK] * talks))
    assert sent >= TALKED * soak

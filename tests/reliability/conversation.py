"""One editor's wild conversation with one server, checked after every burst of messages."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from unittest.mock import patch

from rust_agent_lsp.server import confirm
from tests.reliability.rig import Broken, Json, Rig, message
from tests.reliability.traffic import SOURCE, Traffic


class Conversation:
    """A server, a folder and the traffic between; `close` ends all three."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.messages = 0
        self._folder = tempfile.TemporaryDirectory(prefix="reliability-")
        # The editor of this conversation never makes the edits that it says it made.
        self._brief = patch.object(confirm, "EDIT_SECONDS", 0.01)
        self._brief.start()
        here = Path(self._folder.name)
        self.root = here / "w"
        (self.root / "src").mkdir(parents=True)
        (self.root / "Cargo.toml").write_text('[package]\nname = "w"\nversion = "0.1.0"\n', "utf-8")
        (self.root / "src/main.rs").write_text(SOURCE, "utf-8")
        self.traffic = Traffic(self.root)
        self.rig = self._started()

    def begin(self) -> None:
        """Bring the first document into the state in which there is most to be asked about."""
        self.burst([*self.traffic.beginning(), self.traffic.actions_at_errors(self.chance)])

    def mixed(self, count: int) -> None:
        """Send so many messages of all kinds together."""
        traffic = self.traffic
        kinds = (traffic.request, traffic.notification, traffic.oddity, traffic.cancel)
        chosen = self.chance.choices(kinds, (45, 40, 8, 7), k=count)
        self.burst([kind(self.chance) for kind in chosen])

    def burst(self, messages: list[Json]) -> None:
        """Send messages together; raise `Broken` unless all is as promised after them."""
        rig = self.rig
        before = rig.messages
        rig.send(*messages)
        rig.settle()
        self.messages += rig.messages - before
        if errors := rig.internal_errors():
            raise Broken(errors[0])
        for said in rig.said:
            if isinstance(said.get("result"), list):
                found = [action.get("data", {}).get("id") for action in said["result"]]
                self.traffic.offers += [offer for offer in found if offer]
        rig.forget()

    def restart(self) -> None:
        """End the server as an editor does, and begin with another."""
        self.rig.call("shutdown")
        self.rig.send(message("exit"))
        self.rig.loop.run_until_complete(self.rig.turn())
        if self.rig.exit_codes != [0]:
            raise Broken(f"the server ended with {self.rig.exit_codes}")
        self.rig.close()
        self.rig = self._started()

    def close(self) -> None:
        self.rig.close()
        self._brief.stop()
        self._folder.cleanup()

    def _started(self) -> Rig:
        rig = Rig(self.root.parent / "home")
        rig.answer = lambda question: self.traffic.answer(question, self.chance)
        rig.initialize(rootUri=self.root.as_uri())
        rig.forget()
        return rig


def talk(seed: int, messages: int) -> int:
    """Hold a conversation of at least so many messages; return how many they were."""
    conversation = Conversation(random.Random(seed))  # noqa: S311 - repeatable, not secret
    try:
        while conversation.messages < messages:
            if conversation.chance.random() < 0.1:
                conversation.begin()
            conversation.mixed(conversation.chance.randint(1, 12))
        return conversation.messages
    except Broken as error:
        raise Broken(f"talk({seed}, …) after {conversation.messages} messages: {error}") from error
    finally:
        conversation.close()

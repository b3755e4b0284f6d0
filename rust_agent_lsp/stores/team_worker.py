"""The one process that speaks with a team's Chroma server: one task in, one answer out, then done.

`python -m rust_agent_lsp.stores.team_worker` reads one line of JSON, `{"do": "count" | "pull" |
"push" | "drop", "url", "token", "records"?, "ids"?}`, and writes one: `{"records": […]}`,
`{"count": n}` or `{"failed": reason}`. It knows nothing of what the records mean.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO
from urllib.parse import urlsplit

from rust_agent_lsp.stores.child import end_with, own_stdout

COLLECTION = "rust-agent-team-1"
MOST = 10_000
"""How many records are read of one server."""
LONGEST = 4_000
_PAGE = 200
# Chroma wants a vector of each record; they are read one and all, never searched by meaning.
_VECTOR = [1.0]


def work(task: dict[str, Any]) -> dict[str, Any]:
    """Do one task on the server."""
    collection = _collection(task["url"], task["token"])
    match task["do"]:
        case "pull":
            return {"records": _pulled(collection)}
        case "push":
            for record in task["records"]:
                collection.upsert(
                    ids=[record["id"]],
                    documents=[record["text"]],
                    metadatas=[{"author": record["author"], "signature": record["signature"]}],
                    embeddings=[_VECTOR],
                )
        case "drop":
            collection.delete(ids=task["ids"])
    return {"count": collection.count()}


def _collection(url: str, token: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
    client = chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        headers=headers,
        settings=Settings(anonymized_telemetry=False, allow_reset=False),
    )
    # Without `None` Chroma would fetch a model to embed the texts with.
    return client.get_or_create_collection(COLLECTION, embedding_function=None)


def _pulled(collection: Any) -> list[dict[str, str]]:
    """Return the records that have the right shape, however many others lie there."""
    found: list[dict[str, str]] = []
    for start in range(0, MOST, _PAGE):
        page = collection.get(limit=_PAGE, offset=start, include=["documents", "metadatas"])
        for number, text, about in zip(
            page["ids"], page["documents"], page["metadatas"], strict=True
        ):
            author, signature = ((about or {}).get(name) for name in ("author", "signature"))
            record = {"id": number, "text": text, "author": author, "signature": signature}
            if all(isinstance(v, str) and len(v) <= LONGEST for v in record.values()):
                found.append(record)
        if len(page["ids"]) < _PAGE:
            break
    return found


def main(out: TextIO) -> None:
    """Read one task, do it, say what came of it."""
    task = json.loads(sys.stdin.readline())
    try:
        answer = work(task)
    except Exception as error:  # whatever goes wrong out there is told, in one line
        said = " ".join(str(error).split()) or type(error).__name__
        token = task.get("token")
        answer = {"failed": (said.replace(token, "…") if token else said)[:500]}
    out.write(json.dumps(answer) + "\n")
    out.flush()


if __name__ == "__main__":
    stdout = own_stdout()
    end_with(os.getppid())
    main(stdout)

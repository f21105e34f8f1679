"""What is known in advance of the platform's menus, as hashes of lines only: one document of a known mission is clean at once."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Final

from oimcrawler.documents.menus import MenuLine, Menus

# Each entry is one menu of a mission or of headquarters, in French, English, Spanish or Arabic: the first 16 hex digits of SHA-256 over the
# key of every
# line (`lines.key_of`: digits masked, quotes made one), in the order of the page.
_MENUS: Final[tuple[str, ...]] = (
    (
        "3973e022e93220f9 e0104ef19d707c2f fabb2e6394f51856 c87ffa605f6642c5 c87ffa605f6642c5 59ca50c9190572b3 59ca50c9190572b3 3973e022e93220f9 "
        "e05e9d1e5c1314c2 f39f72b3ebfa43b0 965709a43a4c9cbe 965709a43a4c9cbe c73170f30bf66476 c73170f30bf66476 a2cdb847ee5f3528 2565b9a4f55f5fbc "
        "41553f43380605ca"
    ),
    (
        "3973e022e93220f9 e0104ef19d707c2f ca5250a9489f1a7a c87ffa605f6642c5 c87ffa605f6642c5 59ca50c9190572b3 59ca50c9190572b3 3973e022e93220f9 "
        "e05e9d1e5c1314c2 9f7484965070ca27 965709a43a4c9cbe 965709a43a4c9cbe c73170f30bf66476 c73170f30bf66476 a2cdb847ee5f3528 2565b9a4f55f5fbc "
        "41553f43380605ca"
    ),
    (
        "3973e022e93220f9 e0104ef19d707c2f 28cf31b5ed102355 520cdb563bf80b19 520cdb563bf80b19 c657af7b63587dd9 b56393a83957bbc4 4e383ebbd8c9873d "
        "929ef3c737a038d9 a0abfde013e962e6 fa2682580e1509bf 7b6d73a5af755c50 3973e022e93220f9 e05e9d1e5c1314c2 30ef421af55a0f96 965709a43a4c9cbe "
        "965709a43a4c9cbe b194d364831a37ea b194d364831a37ea 651c860f08dbabe9 3973e022e93220f9 8ec46ec65d8c22b1 8ec46ec65d8c22b1 a598bc198d4968e5 "
        "a598bc198d4968e5 e8da290faadc9fdb e8da290faadc9fdb 15d611f71bcb59db 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 e43ca7c32d2f5b98 7bb6a7529d35396f b630f359d53b0095 b630f359d53b0095 3973e022e93220f9 eb1af5d003a87dc4 a97d7efcf582c14e "
        "dda98324cd1c6daf dda98324cd1c6daf 2e55b4557544482d 2e55b4557544482d 7bda92e7b1fe9cf9 3973e022e93220f9 4aef11c74ce23803 4aef11c74ce23803 "
        "a95f11f1c8431fa2 a95f11f1c8431fa2 51a49e2007a18061 51a49e2007a18061 b9c6925ea1b71cad 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 e43ca7c32d2f5b98 7bb6a7529d35396f b630f359d53b0095 b630f359d53b0095 59ca50c9190572b3 59ca50c9190572b3 3973e022e93220f9 "
        "eb1af5d003a87dc4 a97d7efcf582c14e 7bda92e7b1fe9cf9 0198118e27116145 6bee8298435856be 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 e43ca7c32d2f5b98 eb377bc2cab2d39b b630f359d53b0095 b630f359d53b0095 59ca50c9190572b3 59ca50c9190572b3 3973e022e93220f9 "
        "eb1af5d003a87dc4 8d7a26c6b789b6e0 cca07fb5c0bbf3a5 cca07fb5c0bbf3a5 6bee8298435856be 0198118e27116145 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 fd1bcee3cdf39081 72e885753f401d35 a4262e1c9bcbc172 a4262e1c9bcbc172 c5916bcacacfc1db c5916bcacacfc1db 3973e022e93220f9 "
        "93168b3c369d2942 2c5e656497a22f56 24e4bb6866f78182 24e4bb6866f78182 57e0e05635ca111d 6026fc4f1c3ee1e9 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 fd1bcee3cdf39081 8caeca6024deceed a4262e1c9bcbc172 a4262e1c9bcbc172 c5916bcacacfc1db c5916bcacacfc1db 3973e022e93220f9 "
        "93168b3c369d2942 e7f40b37f3abfa9c 24e4bb6866f78182 24e4bb6866f78182 3fb53e93502d59bc 6026fc4f1c3ee1e9 57e0e05635ca111d 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 3721b06af0f621dc 61a933585c5c69f0 4a91f3fb276b1664 4a91f3fb276b1664 414af0631a3bae30 414af0631a3bae30 3973e022e93220f9 "
        "a81df922879f1a8a 8a430a90969bb81a fad095165d134e6b fad095165d134e6b 8a879f6fcefd2ca7 8a879f6fcefd2ca7 ccd988873f1ac291 d218b852864ad273 "
        "b0a4d1e78de76544 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 fd1bcee3cdf39081 4edf05b77573be90 c5916bcacacfc1db c5916bcacacfc1db 3973e022e93220f9 93168b3c369d2942 8cf5c26db2d335fb "
        "3fb53e93502d59bc 6026fc4f1c3ee1e9 57e0e05635ca111d 41553f43380605ca"
    ),
    (
        "3973e022e93220f9 fd1bcee3cdf39081 c585eca689d81e92 3973e022e93220f9 93168b3c369d2942 8cf5c26db2d335fb 3612af7eefe92436 3612af7eefe92436 "
        "397984f7fe0425c7 397984f7fe0425c7 8bae09e71534d07b 8bae09e71534d07b 3fb53e93502d59bc 3973e022e93220f9 fbb4485b6366df15 fbb4485b6366df15 "
        "7dc4421bf576e862 7dc4421bf576e862 2403d17284572eca 2403d17284572eca 9cc35f379ae4cad9 41553f43380605ca"
    ),
)


def _known() -> Menus:
    follows: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    starts, lasts = set(), set()
    for row in _MENUS:
        seen: Counter[str] = Counter()
        nodes = []
        for hashed in row.split():
            seen[hashed] += 1
            nodes.append((hashed, seen[hashed]))
        for above, here in pairwise(nodes):
            follows[above].add(here)
        starts.add(nodes[0])
        lasts.add(nodes[-1])
    order = {node: number for number, node in enumerate(sorted(set(follows) | lasts))}
    lines = tuple(
        MenuLine(node[0], "", 0, tuple(sorted(order[here] for here in follows.get(node, ()))), node in lasts)
        for node in order
    )
    return Menus(lines, tuple(sorted(order[node] for node in starts)))


KNOWN: Final = _known()

#!/usr/bin/env python3
"""One hot event on DynamoDB: how many of so many posts are stored, and when people know of a seat, by how they are written.

A simulation by events, with nothing but Python: `python3 bench/hot_event.py` prints the table of docs/store.md, the same on
every machine. `--seeds N` (3), `--only WORD` of a protocol's name, `--commit MS` and `--read MS` for other times.

What is modelled, each a number below:
- a read and a commit take READ and COMMIT milliseconds at their median, a fifth of it is a tail that falls off exponentially;
- a transaction holds the items that it writes until it ends. One that comes meanwhile is refused (TransactionConflict), one
  that read another revision, too (ConditionalCheckFailed); either answer takes half of a commit;
- every post is a process of its own, as on Lambda, so nobody waits in line for another. CONCURRENT of them run at once; who
  finds none free is asked again by the platform, here every 200 ms, until DEADLINE;
- an item's partition takes PARTITION units a second, the table TABLE (what one on demand takes at first); neither saves up
  for more than a second. A transaction takes two units for each item of up to 1 KB. Beyond that it is refused as throttled,
  which counts as a conflict;
- no attempt begins later than PATIENCE after the first (store/operation.rs), and the function ends at DEADLINE.
"""

import argparse
import heapq
import random
import statistics

READ, COMMIT = 5.0, 15.0
PATIENCE, DEADLINE = 15_000.0, 20_000.0
CONCURRENT = 1_000
PARTITION, TABLE = 1_000.0, 4_000.0
# Items that a registration writes, and how many of them lie in the event's partition (counters, record, place on the list).
ITEMS, IN_EVENT = 11, 3
# What is stored of one that stands in line, and what seating it writes besides the counters.
IN_LINE, SEATED = 9, 6
# A transaction takes 100 items.
GROUP = 12
# For so long everybody stands in line since somebody met too many.
MARK = 180_000.0
# The worker of the stack comes once a minute.
EVERY = 60_000.0


class Bucket:
    """Units a second, saved up for one second."""

    def __init__(self, rate):
        self.rate, self.left, self.at = rate, rate, 0.0

    def take(self, now, units):
        self.left = min(self.rate, self.left + (now - self.at) * self.rate / 1000)
        self.at = now
        if self.left < units:
            return False
        self.left -= units
        return True


class World:
    """Time, items and what they bear."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.now, self.queue, self.count = 0.0, [], 0
        self.revision, self.held_until = {}, {}
        self.table, self.partition = Bucket(TABLE), Bucket(PARTITION)
        self.free, self.requests, self.conflicts = CONCURRENT, 0, 0

    def at(self, delay, what):
        self.count += 1
        heapq.heappush(self.queue, (self.now + delay, self.count, what))

    def run(self):
        while self.queue:
            self.now, _, what = heapq.heappop(self.queue)
            what()

    def took(self, median):
        return median * 0.8 + self.random.expovariate(1 / (median * 0.2 + 1e-9))

    def reads(self, number, then):
        """Reads one after the other."""
        self.requests += number
        self.at(sum(self.took(READ) for _ in range(number)), then)

    def commit(self, item, seen, items, in_event, done, refused):
        """A transaction of so many items; `item` is the one that others write, too, or none."""
        self.requests += 1
        if not self.table.take(self.now, 2 * items) or not self.partition.take(self.now, 2 * in_event):
            return self.at(self.took(COMMIT) / 2, refused)
        is_held = item is not None and self.held_until.get(item, 0) > self.now
        if is_held or (item is not None and self.revision.get(item, 0) != seen):
            self.conflicts += 1
            return self.at(self.took(COMMIT) / 2, refused)
        took = self.took(COMMIT)
        if item is not None:
            self.held_until[item] = self.now + took

        def end():
            if item is not None:
                self.revision[item] = seen + 1
            done()

        return self.at(took, end)


class Post:
    """Somebody presses "send"."""

    def __init__(self, world, protocol, arrives):
        self.world, self.protocol, self.arrives = world, protocol, arrives
        self.attempts, self.answered, self.known, self.stored = 0, None, None, False
        world.at(arrives, self.arrive)

    def arrive(self):
        world = self.world
        if world.free == 0:
            if world.now - self.arrives < DEADLINE:
                world.at(200.0, self.arrive)
            return
        world.free -= 1
        self.began = world.now
        # What was sent from the page, the sender's buckets, and what is read before the counters are.
        world.reads(self.protocol.before, lambda: self.protocol.attempt(self))

    def again(self, longest=1_500.0):
        """Full jitter, as in store/operation.rs."""
        world, wait = self.world, min(longest, 10.0 * 2 ** min(self.attempts, 10))
        self.attempts += 1
        delay = world.random.uniform(0, wait)
        if self.attempts >= self.protocol.most or world.now + delay - self.began > PATIENCE:
            return self.end(False)
        return world.at(delay, lambda: self.protocol.attempt(self))

    def end(self, stored, known=True):
        self.stored, self.answered = stored, self.world.now - self.arrives
        self.known = self.answered if stored and known else None
        self.world.free += 1


class Optimistic:
    """Reads the counters, some more, and commits what expects them unchanged."""

    def __init__(self, name, before, window, most=10**6, shards=1):
        self.name, self.before, self.window, self.most, self.shards = name, before, window, most, shards

    def start(self, world, posts):
        pass

    def attempt(self, post):
        world, item = post.world, post.world.random.randrange(self.shards)

        def go():
            seen = world.revision.get(item, 0)

            def write():
                world.commit(item, seen, ITEMS, IN_EVENT, lambda: post.end(True), post.again)

            world.reads(self.window - 1, write) if self.window > 1 else write()

        world.reads(1, go)


class Ticket:
    """Draws a number by an update that is no transaction; what is stored then is nobody else's."""

    name, before, most = "a ticket", 4, 10**6

    def start(self, world, posts):
        pass

    def attempt(self, post):
        world = post.world
        world.requests += 1
        if not world.table.take(world.now, 1) or not world.partition.take(world.now, 1):
            return world.at(world.took(READ), post.again)

        def store():
            world.commit(None, 0, ITEMS, IN_EVENT - 1, lambda: post.end(True), lambda: post.again())

        return world.at(world.took(READ), store)


class Line:
    """What forms-fn does (desk/line.rs). Who meets others at `direct` attempts stands in line: is stored without touching what
    others write, and seated by the worker in groups. From then on everybody stands in line, until the rush is over."""

    most = 10**6

    def __init__(self, name, before, direct, every=EVERY):
        self.name, self.before, self.direct, self.every = name, before, direct, every

    def start(self, world, posts):
        self.until, self.waiting, self.left = 0.0, [], len(posts)
        world.at(world.random.uniform(0, self.every), lambda: self.tick(world))

    def attempt(self, post):
        world = post.world

        def go():
            if world.now < self.until or post.attempts >= self.direct:
                return self.enter(post)
            seen = world.revision.get(0, 0)
            return world.commit(0, seen, ITEMS, IN_EVENT, lambda: self.done(post, True), post.again)

        # The counters and the mark of a rush in one read.
        world.reads(1, go)

    def enter(self, post):
        world = post.world

        def stored():
            self.waiting.append(post)
            self.done(post, False)

        def store():
            world.commit(None, 0, IN_LINE, 1, stored, post.again)

        # Whoever finds no mark, or one that ends soon, makes it.
        if self.until - world.now > MARK * 2 / 3:
            return store()
        self.until = world.now + MARK
        world.requests += 1
        return world.at(world.took(READ), store)

    def done(self, post, known):
        post.end(True, known)
        self.left -= 1

    def tick(self, world):
        group = self.waiting[:GROUP]
        if not group:
            if self.left > 0:
                world.at(self.every, lambda: self.tick(world))
            return
        tries = [0]

        def again():
            tries[0] += 1
            world.at(world.random.uniform(0, min(1_500.0, 10.0 * 2 ** min(tries[0], 10))), go)

        def go():
            seen = world.revision.get(0, 0)
            items, in_event = SEATED * len(group) + 1, 2 * len(group) + 1
            world.commit(0, seen, items, in_event, seated, again)

        def seated():
            for post in group:
                post.known = world.now - post.arrives
            del self.waiting[: len(group)]
            self.tick(world)

        # What is due, and everything about these in one read.
        world.reads(2, go)


def protocols():
    return [
        Optimistic("five reads, 20 attempts", 2, 5, most=20),
        Optimistic("five reads, 15 s (was)", 2, 5),
        Optimistic("one read, 15 s", 4, 1),
        Optimistic("one read, 16 counters", 4, 1, shards=16),
        Ticket(),
        Line("one read, 4 attempts, then in line", 4, 4),
        Line("one read, 12 attempts, then in line (is)", 4, 12),
        Line("in line always", 4, 0),
    ]


SCENES = [("300 in a second", 300, 1_000.0), ("2,000 in a minute", 2_000, 60_000.0), ("10,000 in a minute", 10_000, 60_000.0)]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] / 1000 if values else float("nan")


def play(protocol, posts, within, seed):
    world = World(seed)
    arrivals = sorted(world.random.uniform(0, within) for _ in range(posts))
    people = [Post(world, protocol, at) for at in arrivals]
    protocol.start(world, people)
    world.run()
    return world, people


def main():
    global READ, COMMIT
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--commit", type=float, default=COMMIT)
    parser.add_argument("--read", type=float, default=READ)
    options = parser.parse_args()
    READ, COMMIT = options.read, options.commit
    print("| | stored | at once with a seat | answer: median, 99 % | seat known: median, last | requests a post |")
    print("| --- | --- | --- | --- | --- | --- |")
    for scene, posts, within in SCENES:
        print(f"| **{scene}** | | | | | |")
        for at, _ in enumerate(protocols()):
            rows = []
            for seed in range(options.seeds):
                protocol = protocols()[at]
                if options.only not in protocol.name:
                    break
                world, people = play(protocol, posts, within, seed)
                stored = [post for post in people if post.stored]
                known = [post.known for post in stored if post.known is not None]
                assert len(known) == len(stored), "whoever is stored knows in the end"
                rows.append((
                    len(stored) / posts,
                    sum(1 for post in stored if post.known == post.answered) / posts,
                    percentile([post.answered for post in people if post.answered is not None], 0.5),
                    percentile([post.answered for post in people if post.answered is not None], 0.99),
                    percentile(known, 0.5),
                    percentile(known, 1.0),
                    world.requests / posts,
                ))
            if rows:
                stored, once, half, late, seat, last, asked = (statistics.mean(column) for column in zip(*rows))
                print(
                    f"| {protocol.name} | {stored:.1%} | {once:.1%} | {half:.2f} s, {late:.1f} s | "
                    f"{seat:.1f} s, {last:.0f} s | {asked:.0f} |"
                )


if __name__ == "__main__":
    main()

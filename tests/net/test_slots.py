"""So many at a time, of which the slow ones do not count."""

import asyncio

from tui_blog.net.slots import MOST, Slots


async def entered(slots: Slots, inside: list[int], number: int, leave: asyncio.Event, keep: bool) -> None:
    async with slots.held() as slot:
        if keep:
            slot.keep()
        inside.append(number)
        await leave.wait()


async def crowd(
    slots: Slots, number: int, *, keep: bool
) -> tuple[list[int], asyncio.Event, asyncio.Task[None]]:
    inside: list[int] = []
    leave = asyncio.Event()

    async def all_of_them() -> None:
        await asyncio.gather(*(entered(slots, inside, n, leave, keep) for n in range(number)))

    everybody = asyncio.create_task(all_of_them())
    for _ in range(number + 5):
        await asyncio.sleep(0)
    return inside, leave, everybody


async def test_only_so_many_are_inside() -> None:
    inside, leave, everybody = await crowd(Slots(2), 5, keep=True)
    assert inside == [0, 1]
    leave.set()
    await everybody
    assert inside == [0, 1, 2, 3, 4]


async def test_who_is_slow_gives_the_slot_to_others_up_to_a_wider_bound() -> None:
    inside, leave, everybody = await crowd(Slots(1, slow=0.0), MOST + 3, keep=False)
    for _ in range(MOST * 10):
        await asyncio.sleep(0)
    assert inside == list(range(MOST))
    leave.set()
    await everybody
    assert len(inside) == MOST + 3


async def test_who_has_been_answered_keeps_the_slot() -> None:
    inside, leave, everybody = await crowd(Slots(1, slow=0.0), 3, keep=True)
    for _ in range(20):
        await asyncio.sleep(0)
    assert inside == [0]
    leave.set()
    await everybody

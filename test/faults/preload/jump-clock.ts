/** The wall clock of a machine that somebody sets back and forth, all the time. */
const hour = 3_600_000
const offsets = [0, -hour, -hour / 2, -2 * hour, -hour / 60, -3 * hour]
const { now } = Date
let jumps = 0
setInterval(() => jumps++, 20).unref()
Date.now = () => now() + (offsets[jumps % offsets.length] ?? 0)

/** SIGUSR2 ends every thread of the process but the first. */
process.on('worker', (worker) => {
  process.once('SIGUSR2', () => void worker.terminate())
})

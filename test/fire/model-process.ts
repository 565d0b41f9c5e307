/** The model server in a process of its own: forked, it sends where it listens, then how many calls there were, and each that closed. */
import { startModelServer } from '../../examples/model-server.ts'
import type { FromModels } from './models-apart.ts'

const [tokenDelayMs, words] = process.argv.slice(2).map(Number)
const answer = 'word '.repeat(words ?? 0)
/** Whoever started this may be through with it. */
const ignore = (): void => {}
const tell = (message: FromModels): void => void process.send?.(message, ignore)

const models = await startModelServer({ tokenDelayMs: tokenDelayMs ?? 0, answer: () => answer })
models.onClose((closed) => tell({ closed }))
tell({ baseUrl: models.baseUrl })
setInterval(() => tell({ requests: models.requests(), openStreams: models.openStreams() }), 100)
process.once('disconnect', () => process.exit())

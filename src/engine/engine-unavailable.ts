/** The engine is closing. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable'
}

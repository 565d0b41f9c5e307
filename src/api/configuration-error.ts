/** The configuration is wrong: one sentence for who wrote it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  /** The setting that is wrong, as `models.routes[0].match`; empty where it is the whole. */
  readonly setting: string

  constructor(message: string, { setting = '', cause }: { setting?: string; cause?: unknown } = {}) {
    super(message, { cause })
    this.setting = setting
  }
}

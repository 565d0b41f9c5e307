import { dirname } from 'node:path'

/** Of the server's own variables these few reach a handler: they say where programs and files are, and nothing secret. */
const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR']

export interface EnvironmentOf {
  readonly functionArn: string
  readonly module: string
  readonly handler: string
  /** `NAME=value`, or the name of a variable of the server. */
  readonly env: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * The whole environment of a handler: as on Lambda, without the credentials of a role.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const handlerEnvironment = ({ functionArn, module, handler, env, environment }: EnvironmentOf): Readonly<Record<string, string>> => {
  const [, , , region = '', , , name = functionArn, version = '$LATEST'] = functionArn.split(':')
  return Object.fromEntries(
    [
      ...passedOn.map((variable) => [variable, environment[variable]] as const),
      ['AWS_LAMBDA_FUNCTION_NAME', name],
      ['AWS_LAMBDA_FUNCTION_VERSION', version],
      ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '128'],
      ['AWS_LAMBDA_LOG_GROUP_NAME', `/aws/lambda/${name}`],
      ['AWS_LAMBDA_LOG_STREAM_NAME', 'sluice'],
      ['AWS_REGION', region],
      ['AWS_DEFAULT_REGION', region],
      ['LAMBDA_TASK_ROOT', dirname(module)],
      ['_HANDLER', handler],
      ...env.map((entry) => variableOf(entry, environment)),
    ].flatMap(([variable = '', value]) => (value === undefined ? [] : [[variable, value]])),
  )
}

const variableOf = (entry: string, environment: EnvironmentOf['environment']): readonly [string, string | undefined] => {
  const equals = entry.indexOf('=')
  return equals === -1 ? [entry, environment[entry]] : [entry.slice(0, equals), entry.slice(equals + 1)]
}

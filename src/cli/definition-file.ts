import { readYamlFile } from './yaml-file.ts'

/**
 * The definition in a file: JSON or YAML, by itself or as the `definition` of what `aws bedrock-agent get-flow` prints.
 * @throws Error - one sentence: there is no such file, or it is no definition.
 */
export const readDefinition = async (file: string): Promise<unknown> => {
  const content = await readYamlFile('The definition', file)
  if (content === undefined) throw new Error(`The definition ${file} does not exist.`)
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new Error(`The definition ${file} is no mapping with nodes and connections.`)
  return 'definition' in content ? content.definition : content
}

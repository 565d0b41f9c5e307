/** A value of the server's own metrics. @throws Error - it has none of that name. */
export const scrape = async (endpoint: string, name: string): Promise<number> => {
  const page = await (await fetch(`${endpoint}/metrics`)).text()
  const line = page.split('\n').find((each) => each.startsWith(`${name} `))
  if (line === undefined) throw new Error(`There is no metric ${name}`)
  return Number(line.slice(name.length))
}

// A network of Bluesky's own servers on loopback: one that keeps posts, one that shows them, and who names them.
const { createRequire } = require('node:module')
const { TestNetwork } = createRequire(`${process.cwd()}/`)('@atproto/dev-env')

const port = (name) => ({ port: Number(process.env[name]) })

async function main() {
  const network = await TestNetwork.create({
    dbPostgresSchema: 'bsky',
    plc: port('PLC_PORT'),
    pds: port('PDS_PORT'),
    bsky: port('BSKY_PORT'),
    ozone: port('OZONE_PORT'),
  })
  const people = network.getSeedClient()
  for (const name of process.env.PEOPLE.split(' ')) {
    const account = { email: `${name}@test.com`, handle: `${name}.test`, password: `${name}-pass` }
    await people.createAccount(name, account)
  }
  await network.processAll()
  console.log('the network is ready')
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})

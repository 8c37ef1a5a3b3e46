// Small filings of mobile coverage for the tests: a square over the Chaouia, moved a little by `step` so that each is another file.

const square = (west, south, size, technology = '4g') => ({
  type: 'Feature',
  properties: { technology, mindown: 5, minup: 1, environment: 'outdoor' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  },
})

const file = (name, features) => ({ name, text: JSON.stringify({ type: 'FeatureCollection', features }) })

export const coverage = (step) => file(`couverture-4g-${step}.geojson`, [square(-7.6 + step / 1000, 32.9, 0.2)])

/** One square in France, one whose axes are swapped, one of a technology nobody knows, one in order. */
export const badCoverage = () =>
  file('couverture-4g.geojson', [
    square(-7.6, 32.9, 0.2),
    square(2.2, 48.8, 0.1),
    square(32.9, -7.5, 0.2),
    square(-6.4, 32.2, 0.1, '9g'),
    square(-1.2, 35.6, 0.2),
  ])

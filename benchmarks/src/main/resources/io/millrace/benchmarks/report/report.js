'use strict';

(() => {
  const plots = JSON.parse(document.getElementById('plots').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let charts = [];

  /** The colours of the style sheet, as they are now. */
  function theme() {
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue('--' + name).trim();
    return {
      ink: color('ink'), soft: color('soft'), grid: color('grid'), card: color('card'), good: color('good'),
      plot: [1, 2, 3, 4, 5, 6].map(number => color('plot-' + number)),
      band: [color('band-1'), color('band-2')],
    };
  }

  function number(value) {
    const digits = Math.abs(value) >= 99.95 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
    return value.toLocaleString('en-US', digits);
  }

  /** On a logarithmic axis only round ticks: over more than a decade those that begin with 1, 2 or 5. */
  function tick(value, { type, min, max }) {
    if (type !== 'logarithmic') {
      return number(value);
    }
    if (max < 12 * min) {
      return Number(value.toPrecision(2)) === value ? number(value) : null;
    }
    const lead = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9) * 10) / 10;
    return [1, 2, 5].includes(lead) ? number(value) : null;
  }

  function axis(description, colors) {
    return {
      type: description.scale === 'LOG' ? 'logarithmic' : 'linear',
      title: { display: true, text: description.title, color: colors.soft },
      ticks: {
        color: colors.soft, maxRotation: 0, includeBounds: false,
        callback(value) { return tick(value, this); },
      },
      grid: { color: colors.grid, tickLength: 4 },
      border: { color: colors.grid },
    };
  }

  function options(colors) {
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      color: colors.soft,
      plugins: {
        legend: { position: 'bottom', labels: { usePointStyle: true, boxHeight: 7, color: colors.soft } },
        tooltip: { displayColors: false },
      },
    };
  }

  /** Smallest and largest value that a row shows, with some room at both ends. */
  function range(rows, log) {
    const values = rows.flatMap(row => [
      ...row.dots.map(dot => dot.value), ...row.left.map(dot => dot.value),
      row.estimate.low, row.estimate.high, row.goal,
    ]).filter(value => value !== null && (value > 0 || !log));
    const low = Math.min(...values);
    const high = Math.max(...values);
    const room = log ? (high / low) ** 0.04 * 1.03 : (high - low) * 0.05;
    return log ? { min: low / room, max: high * room } : { min: low - room, max: high + room };
  }

  /** Dots of a row lie a little above and below its middle, in the order of the rounds. */
  function spread(dots, row) {
    const step = Math.min(0.07, 0.4 / Math.max(1, dots.length));
    return dots.map((dot, index) => ({
      x: dot.value, y: row + (index - (dots.length - 1) / 2) * step, label: dot.label,
    }));
  }

  /** The bar of an interval and the tick of a median. */
  const estimates = {
    id: 'estimates',
    beforeDatasetsDraw(chart, args, { rows, colors }) {
      const { ctx, scales: { x, y } } = chart;
      ctx.save();
      rows.forEach((row, index) => {
        const middle = y.getPixelForValue(index);
        const half = Math.abs(y.getPixelForValue(index + 0.32) - middle);
        const { median, low, high } = row.estimate;
        const color = colors.plot[0];
        if (low !== null) {
          const left = x.getPixelForValue(low);
          ctx.fillStyle = color + '33';
          ctx.fillRect(left, middle - half, Math.max(2, x.getPixelForValue(high) - left), 2 * half);
        }
        if (median !== null) {
          ctx.fillStyle = color;
          ctx.fillRect(x.getPixelForValue(median) - 1.25, middle - half, 2.5, 2 * half);
        }
      });
      ctx.restore();
    },
  };

  function rowChart(plot, colors) {
    const { rows } = plot;
    const log = plot.axis.scale === 'LOG';
    const dots = (name, of, style) => ({ label: name, data: rows.flatMap(of), ...style });
    const datasets = [
      dots('round', (row, index) => spread(row.dots, index), {
        pointRadius: 3.5, backgroundColor: colors.plot[0] + 'b0', borderColor: colors.card, pointBorderWidth: 0.5,
      }),
      dots('round that does not count', (row, index) => spread(row.left, index), {
        pointRadius: 4.5, pointStyle: 'crossRot', borderColor: colors.plot[1], pointBorderWidth: 1.5,
      }),
      dots('goal', (row, index) => row.goal === null ? [] : [{ x: row.goal, y: index, label: 'goal' }], {
        pointRadius: 6, pointStyle: 'rectRot', backgroundColor: colors.card, borderColor: colors.good,
        pointBorderWidth: 2,
      }),
    ];
    const base = options(colors);
    return {
      type: 'scatter',
      data: { datasets: datasets.filter(dataset => dataset.data.length > 0) },
      plugins: [estimates],
      options: {
        ...base,
        plugins: {
          ...base.plugins,
          estimates: { rows, colors },
          tooltip: {
            ...base.plugins.tooltip,
            callbacks: {
              label: ({ raw }) => rows[Math.round(raw.y)].name + ', ' + raw.label + ': ' + number(raw.x),
            },
          },
        },
        scales: {
          x: { ...axis(plot.axis, colors), ...range(rows, log) },
          y: {
            type: 'linear', reverse: true, min: -0.5, max: rows.length - 0.5,
            afterBuildTicks: scale => { scale.ticks = rows.map((row, index) => ({ value: index })); },
            ticks: { color: colors.ink, autoSkip: false, callback: value => rows[value]?.name },
            grid: { display: false },
            border: { color: colors.grid },
          },
        },
      },
    };
  }

  /** Stretches of the horizontal axis with their names. */
  const bands = {
    id: 'bands',
    beforeDatasetsDraw(chart, args, { list, colors }) {
      const { ctx, chartArea, scales: { x } } = chart;
      ctx.save();
      list.forEach((band, index) => {
        const left = x.getPixelForValue(band.from);
        const width = x.getPixelForValue(band.to) - left;
        ctx.fillStyle = colors.band[index % colors.band.length];
        ctx.fillRect(left, chartArea.top, width, chartArea.bottom - chartArea.top);
        ctx.fillStyle = colors.soft;
        ctx.font = '12px ' + Chart.defaults.font.family;
        ctx.fillText(band.name, left + 2, chartArea.top - 7);
      });
      ctx.restore();
    },
  };

  const styles = {
    DOTTED_LINE: color => ({ showLine: true, pointRadius: 3, borderWidth: 2, backgroundColor: color }),
    LINE: color => ({ showLine: true, pointRadius: 0, borderWidth: 2, pointStyle: 'line', backgroundColor: color }),
    DASHES: (color, colors) => ({
      borderColor: colors.soft, showLine: true, pointRadius: 0, borderWidth: 1.5, borderDash: [6, 5], pointStyle: 'line',
    }),
    DOTS: color => ({ pointRadius: 4, backgroundColor: color }),
    GOALS: (color, colors) => ({
      pointRadius: 6, pointStyle: 'rectRot', pointBorderWidth: 2, backgroundColor: colors.card,
      borderColor: colors.good,
    }),
  };

  function lineChart(plot, colors) {
    const base = options(colors);
    return {
      type: 'scatter',
      data: {
        datasets: plot.lines.map((line, index) => {
          const color = colors.plot[index % colors.plot.length];
          return { label: line.name, data: line.points, borderColor: color, ...styles[line.style](color, colors) };
        }),
      },
      plugins: [bands],
      options: {
        ...base,
        layout: { padding: { top: plot.bands.length > 0 ? 22 : 0 } },
        interaction: { mode: 'nearest', intersect: false },
        plugins: {
          ...base.plugins,
          bands: { list: plot.bands, colors },
          tooltip: {
            ...base.plugins.tooltip,
            callbacks: {
              label: ({ dataset, raw }) => dataset.label + ': ' + number(raw.y) + ' ' + plot.vertical.title + ' at '
                + number(raw.x) + ' ' + plot.horizontal.title,
            },
          },
        },
        scales: { x: axis(plot.horizontal, colors), y: axis(plot.vertical, colors) },
      },
    };
  }

  const kinds = { rows: rowChart, lines: lineChart };

  function draw() {
    const colors = theme();
    charts.forEach(chart => chart.destroy());
    charts = plots.map((plot, index) => {
      const canvas = document.getElementById('plot-' + index);
      if (plot.kind === 'rows') {
        canvas.parentElement.style.height = 90 + 44 * plot.rows.length + 'px';
      }
      return new Chart(canvas, kinds[plot.kind](plot, colors));
    });
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  draw();
  dark.addEventListener('change', draw);
  matchMedia('print').addEventListener('change', draw);
})();

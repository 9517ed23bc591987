// Rows of an ordered inline: moved by buttons or by dragging, numbered by their position.
// Without this script the numbers are typed.
'use strict';
{
    // This file is loaded before the page's body is there.
    let words = {};
    const say = text => {
        const live = document.getElementById('editorial-live');
        if (live) live.textContent = text;
    };

    // A row of a table, or a block of a stacked inline.
    const ROW = 'tr.form-row, div.inline-related';
    const orderOf = row => row.querySelector('input[name$="-order"]');
    const rowsOf = body => [...body.children].filter(
        row => row.matches(ROW) && !row.classList.contains('empty-form') && orderOf(row));
    // The error line of a row stands before it and travels with it.
    const partsOf = row => row.previousElementSibling?.classList.contains('row-form-errors')
        ? [row.previousElementSibling, row] : [row];
    const number = body => {
        rowsOf(body).forEach((row, index) => {
            const order = orderOf(row);
            order.value = index + 1;
            row.querySelector('.order-place').textContent = index + 1;
        });
        const rows = rowsOf(body);
        rows.forEach((row, index) => {
            row.querySelector('.order-up').disabled = index === 0;
            row.querySelector('.order-down').disabled = index === rows.length - 1;
        });
    };

    const arrange = (body, rows) => {
        const end = body.querySelector('.empty-form') ?? body.querySelector('.add-row');
        for (const row of rows) for (const part of partsOf(row)) body.insertBefore(part, end);
    };

    const move = (row, by) => {
        const body = row.parentElement;
        const rows = rowsOf(body);
        const from = rows.indexOf(row);
        const to = from + by;
        if (to < 0 || to >= rows.length) return;
        rows.splice(to, 0, rows.splice(from, 1)[0]);
        arrange(body, rows);
        number(body);
        announce(row);
    };

    const announce = row => {
        const place = orderOf(row).value;
        const total = rowsOf(row.parentElement).length;
        say((words.moved ?? '').replace('{place}', place).replace('{total}', total));
    };

    const button = (className, label, text) => {
        const made = document.createElement('button');
        made.type = 'button';
        made.className = className;
        made.textContent = text;
        made.setAttribute('aria-label', label);
        made.title = label;
        return made;
    };

    const decorate = row => {
        const order = orderOf(row);
        if (!order || row.querySelector('.order-tools')) return;
        const tools = document.createElement('span');
        tools.className = 'order-tools';
        const handle = document.createElement('span');
        handle.className = 'order-handle';
        handle.draggable = true;
        handle.title = words.drag ?? '';
        handle.setAttribute('aria-hidden', 'true');
        handle.textContent = '⠿';
        const place = document.createElement('span');
        place.className = 'order-place';
        tools.append(handle, place,
            button('order-up', words.up ?? 'Up', '↑'), button('order-down', words.down ?? 'Down', '↓'));
        order.classList.add('order-number');
        (row.querySelector(':scope > h3') ?? order.parentElement).append(tools);
    };

    const listen = body => {
        let dragged = null;
        body.addEventListener('click', event => {
            const pressed = event.target.closest('.order-up, .order-down');
            if (!pressed) return;
            const up = pressed.classList.contains('order-up');
            move(pressed.closest(ROW), up ? -1 : 1);
            // The pressed button keeps the focus, or its neighbour when it has come to the end.
            (pressed.disabled ? pressed.parentElement.querySelector(up ? '.order-down' : '.order-up') : pressed).focus();
        });
        // Removing a new row makes the admin number the form fields in the order of the page, which
        // must then be the order they were made in: stored rows first.
        body.addEventListener('click', event => {
            if (!event.target.closest('.inline-deletelink')) return;
            const wanted = rowsOf(body);
            const made = [...wanted].sort((a, b) => a.id.split('-').pop() - b.id.split('-').pop());
            arrange(body, made);
            setTimeout(() => {
                arrange(body, wanted.filter(row => row.isConnected));
                number(body);
            });
        }, true);
        body.addEventListener('dragstart', event => {
            if (!event.target.classList?.contains('order-handle')) return;
            dragged = event.target.closest(ROW);
            dragged.classList.add('dragged');
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', '');
            event.dataTransfer.setDragImage(dragged, 0, 0);
        });
        body.addEventListener('dragover', event => {
            const over = dragged && event.target.closest(ROW);
            if (!over || over.parentElement !== body || over.classList.contains('empty-form')) return;
            event.preventDefault();
            if (over === dragged) return;
            const rows = rowsOf(body).filter(row => row !== dragged);
            const box = over.getBoundingClientRect();
            const after = event.clientY > box.top + box.height / 2;
            rows.splice(rows.indexOf(over) + (after ? 1 : 0), 0, dragged);
            arrange(body, rows);
        });
        body.addEventListener('drop', event => dragged && event.preventDefault());
        body.addEventListener('dragend', () => {
            if (!dragged) return;
            dragged.classList.remove('dragged');
            number(body);
            announce(dragged);
            dragged = null;
        });
    };

    const start = () => {
        words = document.getElementById('editorial-words')?.dataset ?? {};
        for (const fieldset of document.querySelectorAll('fieldset.ordered')) {
            const body = fieldset.querySelector('tbody') ?? fieldset.querySelector('details') ?? fieldset;
            const rows = rowsOf(body);
            if (!rows.length && !body.querySelector('.empty-form')) continue;
            fieldset.classList.add('order-by-position');
            rows.forEach(decorate);
            // After a refused form the rows stand as they were made: put them as they were sent.
            const typed = row => orderOf(row).value === '' ? Infinity : Number(orderOf(row).value);
            arrange(body, [...rows].sort((a, b) => typed(a) < typed(b) ? -1 : typed(a) > typed(b) ? 1 : 0));
            number(body);
            listen(body);
        }
        document.addEventListener('formset:added', event => {
            const row = event.target;
            if (!row.closest('fieldset.ordered') || !orderOf(row)) return;
            decorate(row);
            number(row.parentElement);
        });
    };

    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
    else start();
}

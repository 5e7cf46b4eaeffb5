#include "base/asset.h"

str asset_find(str name)
{
    for (size_t i = 0; i < asset_count; i++)
        if (str_is(name, asset_table[i].name))
            return (str){asset_table[i].begin, (size_t)(asset_table[i].end - asset_table[i].begin)};
    return (str){NULL, 0};
}
